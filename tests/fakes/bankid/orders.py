"""Orders at BankID, from auth or sign to their end.

    pending   outstandingTransaction   nobody has it yet
              noClient                 nor after a while, of a named person
              started                  the app is open, without a usable BankID
              userMrtd                 the person shows a passport
              userSign                 the person reads and may sign
              processing
    complete
    failed    startFailed              nobody had it within 30 seconds
              expiredTransaction       nobody signed within three minutes
              userCancel, cancelled, certificateErr, ...
"""

import hashlib
import hmac
import uuid

START_WITHIN = 30
SIGN_WITHIN = 180
NO_CLIENT_AFTER = 5
COMPLETE_FOR = 180
FAILED_FOR = 300
COLLECT_APART = 0.5  # more often is too often

# How old a QR code may be when it is read, in seconds.
QR_AGE_MAX = 5


class Order:
    def __init__(self, kind, wish, party, now):
        self.reference = str(uuid.uuid4())
        self.auto_start_token = str(uuid.uuid4())
        self.qr_start_token = str(uuid.uuid4())
        self.qr_start_secret = str(uuid.uuid4())
        self.kind, self.wish, self.party = kind, wish, party
        self.begun = now
        self.status, self.hint = 'pending', 'outstandingTransaction'
        self.scanned = False
        self.ended = None
        self.collected_at = None
        self.collects = 0
        self.handed_over = False
        self.completion = None

    @property
    def personal_number(self):
        return self.wish.get('requirement', {}).get('personalNumber')

    def qr(self, seconds):
        code = hmac.new(self.qr_start_secret.encode(),
                        str(seconds).encode(), hashlib.sha256).hexdigest()
        return 'bankid.%s.%d.%s' % (self.qr_start_token, seconds, code)

    def links(self):
        query = '?autostarttoken=' + self.auto_start_token
        return (self.auto_start_token, 'bankid:///' + query,
                'bankid:///' + query + '&redirect=null',
                'https://app.bankid.com/' + query,
                'https://app.bankid.com/' + query + '&redirect=null')

    def end(self, status, hint, now):
        self.status, self.hint, self.ended = status, hint, now

    def pick_up(self, hint, scanned):
        self.hint, self.scanned = hint, scanned

    def pass_time(self, now):
        """What time alone does."""
        if self.status != 'pending':
            return
        waiting = self.hint in ('outstandingTransaction', 'noClient')
        age = now - self.begun
        if waiting and age > START_WITHIN:
            self.end('failed', 'startFailed', self.begun + START_WITHIN)
        elif age > SIGN_WITHIN:
            self.end('failed', 'expiredTransaction', self.begun + SIGN_WITHIN)
        elif waiting and self.personal_number and age > NO_CLIENT_AFTER:
            self.hint = 'noClient'

    def is_gone(self, now):
        """Whether it can no longer be collected."""
        if self.handed_over:
            return True
        kept = COMPLETE_FOR if self.status == 'complete' else FAILED_FOR
        return self.ended is not None and now - self.ended > kept

    def started(self):
        return {'orderRef': self.reference,
                'autoStartToken': self.auto_start_token,
                'qrStartToken': self.qr_start_token,
                'qrStartSecret': self.qr_start_secret}

    def state(self):
        state = {'orderRef': self.reference, 'status': self.status}
        if self.status == 'complete':
            state['completionData'] = self.completion
        else:
            state['hintCode'] = self.hint
        return state

    def about(self):
        """For the control interface."""
        return {'orderRef': self.reference, 'kind': self.kind,
                'status': self.status, 'hintCode': self.hint,
                'scanned': self.scanned, 'collects': self.collects,
                'request': self.wish, 'party': self.party}
