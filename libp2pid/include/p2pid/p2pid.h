/* All of libp2pid's public headers. Most programs begin with contact.h. */

#ifndef P2PID_H
#define P2PID_H

#include "p2pid/account.h"
#include "p2pid/anchors.h"
#include "p2pid/binding.h"
#include "p2pid/claimed.h"
#include "p2pid/code.h"
#include "p2pid/contact.h"
#include "p2pid/enrolment.h"
#include "p2pid/error.h"
#include "p2pid/identity.h"
#include "p2pid/invitation.h"
#include "p2pid/key.h"
#include "p2pid/message.h"
#include "p2pid/organisation.h"
#include "p2pid/receipt.h"
#include "p2pid/report.h"
#include "p2pid/role.h"
#include "p2pid/session.h"
#include "p2pid/statement.h"
#include "p2pid/store.h"
#include "p2pid/types.h"

#endif
