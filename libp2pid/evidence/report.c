/* Reports: which checks held, which failed first. */

#include "evidence/report.h"

#include <assert.h>

static const struct {
  const char *name, *sentence;
} steps[P2PID_STEP_COUNT_] = {
  [P2PID_STEP_SHAPE] = { "shape", "It is written exactly as the eID's own "
                                  "documents say." },
  [P2PID_STEP_ISSUER] = { "issuer", "Its issuer is among the trust anchors." },
  [P2PID_STEP_CHAIN] = { "chain", "Its certificates lead up to the trust "
                                  "anchor, each good at the time." },
  [P2PID_STEP_CERTIFICATE] = { "certificate", "The certificate is a person's, "
                                              "for signatures of this kind." },
  [P2PID_STEP_DIGESTS] = { "digests", "What was signed is what is there." },
  [P2PID_STEP_SIGNATURE] = { "signature", "The signature is true." },
  [P2PID_STEP_DISCLOSURES] = { "disclosures",
                               "Each fact shown is one that was signed." },
  [P2PID_STEP_KIND] = { "kind", "It was made for this use and no other." },
  [P2PID_STEP_REVOCATION] = { "revocation",
                              "Its issuer has not withdrawn it." },
  [P2PID_STEP_TIME] = { "time", "It is valid at the time of the check." },
  [P2PID_STEP_PARTY] = { "party", "It was asked for by a relying party that "
                                  "the trust anchor allows." },
  [P2PID_STEP_LEVEL] = { "level", "The issuer knew the person well enough." },
  [P2PID_STEP_HOLDER] = { "holder", "The person signed with a key of their "
                                    "own." },
  [P2PID_STEP_TEXT] = { "text", "The person was shown the statement's text, "
                                "and nothing else." },
  [P2PID_STEP_STATEMENT] = { "statement", "This statement was signed." },
  [P2PID_STEP_KEY] = { "key", "It binds an identity key." },
  [P2PID_STEP_PERSON] = { "person", "It names a person." },
  [P2PID_STEP_ROLE] = { "role", "The organisation vouches for the role." },
};

const char *
p2pid_step_name (p2pid_step step)
{
  return (unsigned) step < P2PID_STEP_COUNT_ ? steps[step].name : "unknown";
}

const char *
p2pid_step_sentence (p2pid_step step)
{
  return (unsigned) step < P2PID_STEP_COUNT_ ? steps[step].sentence
                                             : "An unknown step.";
}

static const struct {
  const char *name, *sentence;
} statuses[P2PID_STATUS_COUNT_] = {
  [P2PID_STATUS_NONE] = { "none", "It names no status list." },
  [P2PID_STATUS_NO_LIST] = { "no-list",
                             "The status list that it names is not at hand." },
  [P2PID_STATUS_OUTDATED] = { "outdated", "Its status list at hand is not of "
                                          "this time." },
  [P2PID_STATUS_BAD_LIST] = { "bad-list", "Its status list at hand is not its "
                                          "issuer's, or is damaged." },
  [P2PID_STATUS_VALID] = { "valid", "Its status list says that it holds." },
  [P2PID_STATUS_REVOKED] = { "revoked", "Its status list says that it was "
                                        "withdrawn." },
  [P2PID_STATUS_SUSPENDED] = { "suspended", "Its status list says that it is "
                                            "suspended for now." },
  [P2PID_STATUS_OTHER] = { "other", "Its status list says that it does not "
                                    "hold; only its issuer knows why." },
};

const char *
p2pid_status_name (p2pid_status status)
{
  return (unsigned) status < P2PID_STATUS_COUNT_ ? statuses[status].name
                                                 : "unknown";
}

const char *
p2pid_status_sentence (p2pid_status status)
{
  return (unsigned) status < P2PID_STATUS_COUNT_ ? statuses[status].sentence
                                                 : "An unknown status.";
}

p2pid_err
p2pid_report_enter (p2pid_report *report, p2pid_step step, p2pid_err err)
{
  assert (report->failed == P2PID_STEP_COUNT_);
  if (err == P2PID_OK) {
    report->held |= P2PID_STEPS (step);
  } else {
    report->held &= ~P2PID_STEPS (step);
    report->failed = step;
    report->err = err;
  }
  return err;
}

void
p2pid_report_skip (p2pid_report *report, p2pid_step step)
{
  report->skipped |= P2PID_STEPS (step);
}
