"""Two people identify each other: two p2pid processes over a real relay."""

import base64
import json
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time

import manual
from program import P2PID, Case, Person, Relay, Terminal, main, seen

PEOPLE = {}


def setUpModule():
    PEOPLE['relay'] = Relay()
    PEOPLE['folder'] = tempfile.TemporaryDirectory(prefix='p2pid-people-')


def tearDownModule():
    PEOPLE['relay'].stop()
    PEOPLE['folder'].cleanup()


class Contact(Case):

    def setUp(self):
        super().setUp()
        self.origin = PEOPLE['relay'].origin
        # Enrolled once; each test gets copies.
        self.anna = self.copy('anna', 'Anna Ek', '--birthdate', '1980-02-03',
                              '--organisation', 'Firman AB', '--role', 'målare')
        self.bo = self.copy('bo', 'Bo Berg')
        self.nobody = Person(self.path('nobody'), self.origin)

    def copy(self, short, name, *more):
        origin = os.path.join(PEOPLE['folder'].name, short)
        if not os.path.exists(origin):
            Person(origin, self.origin, name, *more)
        shutil.copytree(origin, self.path(short))
        shutil.copy(origin + '.key', self.path(short) + '.key')
        return Person(self.path(short), self.origin)

    def call(self, *arguments, **more):
        """Anna calls; her program and the code that it shows."""
        running = self.anna.start('call', '--json', *arguments, **more)
        return running, running.event('code')['code']

    # --- both ways ---

    def test_both_identify_and_sign_a_receipt(self):
        call = self.anna.start('call', '--receipt', '--purpose', 'the roof',
                               '--audience', 'bo berg')
        code = call.line(r'^ +(\d\d(?: \d\d)+)$')[1]
        answer = self.ends(self.bo.start('answer', code, '--show-me',
                                         '--receipt', '--audience', 'Anna'), 0)
        call = self.ends(call, 0)

        for text in ('TEST — This is Anna Ek — TEST', 'Firman AB', 'målare',
                     'vouched for by p2pid TEST issuer',
                     'About, in their words: the roof', 'That is your name',
                     'Says nothing about intentions.',
                     'The other has seen that you are Bo Berg.',
                     'Both have signed a receipt.'):
            self.assertIn(text, answer.out)
        for text in ('TEST — This is Bo Berg — TEST', 'also who rang whom',
                     'They believe to be talking to: Anna\n'
                     '  That is part of your name. Others have it, too.\n',
                     'The other has seen that you are Anna Ek.'):
            self.assertIn(text, call.out)
        # Never by default.
        self.assertNotIn('1980', answer.out)
        self.check_records()

    def check_records(self):
        """Both remember it, and hold the same receipt."""
        files = [self.path('anna.receipt'), self.path('bo.receipt')]
        for person, other, file in ((self.anna, 'Bo Berg', files[0]),
                                    (self.bo, 'Anna Ek', files[1])):
            contact = self.ends(person.start('history', '--json'),
                                0).event('contact')
            self.assertEqual(contact['name'], other)
            self.assertEqual(contact['outcome'], 'identified')
            self.assertTrue(contact['has-receipt'] and contact['seen']
                            and contact['test'])
            met = self.ends(person.start('people', '--json'), 0).event('person')
            self.assertEqual(met['name'], other)
            self.assertEqual(met['key'], contact['key'])
            self.ends(person.start('receipt', 'export', str(contact['id']),
                                   file), 0)
        with open(files[0], 'rb') as one, open(files[1], 'rb') as two:
            self.assertEqual(one.read(), two.read())
        self.assertEqual(os.stat(files[0]).st_mode & 0o777, 0o600)
        self.check_receipt(files[0])

    def check_receipt(self, file):
        show = self.ends(self.nobody.start('receipt', 'show', file), 0)
        for text in ('The receipt holds', 'TEST — This is Anna Ek — TEST',
                     'TEST — This is Bo Berg — TEST', 'I called',
                     'I was called', 'About: the roof',
                     'Says nothing about intentions.'):
            self.assertIn(text, show.out)
        parties = self.ends(self.nobody.start('receipt', 'show', file,
                                              '--json'),
                            0).event('receipt-checked')['parties']
        self.assertEqual([party['name'] for party in parties],
                         ['Anna Ek', 'Bo Berg'])
        holds = self.ends(self.nobody.start('receipt', 'verify', file,
                                            '--json'), 0).event('holds')
        self.assertEqual([(party['name'], party['time'])
                          for party in holds['parties']],
                         [(party['name'], party['time'])
                          for party in parties])
        self.assertTrue(all(party['time'] and party['test']
                            for party in parties))
        text = self.ends(self.nobody.start('receipt', 'verify', file), 0).out
        self.assertRegex(text, r'^The receipt holds\.\n\n\d{4}-.*:\n'
                               r'TEST — This is Anna Ek — TEST\n'
                               r'(.*\n)*\d{4}-.*:\n'
                               r'TEST — This is Bo Berg — TEST\n')
        # Not where TEST is not allowed: then it cannot be checked.
        refused = self.nobody.start('receipt', 'verify', file, '--json',
                                    allow_test=False)
        self.assertEqual(self.ends(refused, 2).event('error')['error'],
                         'test-refused')
        self.check_altered(file)

    def check_altered(self, file):
        """Nothing in a receipt can be changed."""
        with open(file, encoding='utf-8') as whole:
            receipt = json.load(whole)
        words = (('the roof', 'the rook'), ('bo berg', 'bo burg'),
                 ('"tails":"none"', '"tails":"same"'),
                 ('"time":1', '"time":2'))
        for old, new in words:
            changed = json.loads(json.dumps(receipt))
            for record in changed['records']:
                body = base64.urlsafe_b64decode(record[2] + '==').decode()
                record[2] = base64.urlsafe_b64encode(
                    body.replace(old, new).encode()).decode().rstrip('=')
            self.assertNotEqual(changed, receipt, old)
            with self.subTest(old):
                self.is_false(
                    json.dumps(changed, separators=(',', ':')).encode())
        with open(file, 'rb') as whole:
            text = whole.read()
        for at in range(40, len(text), len(text) // 12):
            other = b'B' if text[at:at + 1] == b'A' else b'A'
            self.is_refused(text[:at] + other + text[at + 1:])
            self.is_refused(text[:at])
        # What is there is not written over.
        self.ends(self.anna.start('receipt', 'export', '1', file), 64)
        for where in ([], ['-']):
            out = self.ends(self.anna.start('receipt', 'export', '1', *where),
                            0).out
            self.assertEqual(out.encode(), text)

    def is_refused(self, receipt):
        altered = self.path('altered')
        with open(altered, 'wb') as file:
            file.write(receipt)
        result = self.nobody.run('receipt', 'verify', altered, '--json')
        self.assertIn(result.status, (2, 3, 65), result.out)
        return result

    def is_false(self, receipt):
        """It is told as false, with a reason, and no name is shown."""
        result = self.is_refused(receipt)
        self.assertEqual(result.status, 3, result.out)
        self.assertTrue(result.event('error')['error'])
        show = self.ends(self.nobody.start('receipt', 'show',
                                           self.path('altered')), 3)
        self.assertIn('The receipt is FALSE', show.out)
        self.assertNotIn('This is', show.out)

    def test_only_what_is_asked_for_is_shown(self):
        call, code = self.call('--show', 'birthdate')
        answer = self.ends(self.bo.start('answer', code, '--json'), 0)
        self.ends(call, 1)
        shown = answer.event('identified')
        self.assertEqual(shown['name'], 'Anna Ek')
        self.assertEqual(shown['birthdate'], '1980-02-03')
        self.assertNotIn('organisation', shown)
        self.ends(self.bo.start('call', '--show', 'birthdate'), 64)
        self.ends(self.bo.start('call', '--show', 'shoe-size'), 64)

    def test_checking_needs_no_identity_and_leaves_no_store(self):
        call, code = self.call()
        answer = self.ends(self.nobody.start('answer', code), 0)
        call = self.ends(call, 1)
        self.assertIn('TEST — This is Anna Ek — TEST', answer.out)
        self.assertIn('declined', call.names())
        self.assertEqual(call.event('end')['status'], 1)
        self.assertFalse(os.path.exists(self.nobody.folder))

    def test_declining_shows_nothing(self):
        call, code = self.call('--receipt')
        answer = self.ends(self.bo.start('answer', code, '--decline',
                                         '--receipt'), 0)
        call = self.ends(call, 1)
        self.assertNotIn('identified', call.names())
        self.assertNotIn('Sent', answer.out)
        self.assertNotIn('receipt', call.names())
        contact = self.ends(self.anna.start('history', '--json'),
                            0).event('contact')
        self.assertEqual(contact['outcome'], 'unidentified')
        self.assertTrue(contact['seen'])
        self.assertFalse(contact['has-receipt'])
        self.assertEqual(self.ends(self.anna.start('people', '--json'),
                                   0).names(), ['nothing'])

    def test_the_second_time_they_have_met_before(self):
        for times in range(2):
            call, code = self.call()
            answer = self.ends(self.bo.start('answer', code, '--json'), 0)
            self.ends(call, 1)
            self.assertEqual('first-met' in answer.event('identified'),
                             times == 1)
        self.assertEqual(
            self.ends(self.bo.start('people', '--json'), 0).names(),
            ['person'])

    # --- codes ---

    def test_a_mistyped_code_spends_nothing(self):
        call, code = self.call()
        wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
        result = self.ends(self.bo.start('answer', wrong, '--json'), 65)
        self.assertEqual(result.event('error')['error'], 'check-digit')
        self.assertNotIn(wrong, result.out + result.err)
        pairs = [code[at:at + 2] for at in range(0, len(code), 2)]
        self.ends(self.bo.start('answer', *pairs), 0)
        self.ends(call, 1)

    def test_an_unknown_code(self):
        relay = Relay()  # where nobody else waits
        self.addCleanup(relay.stop)
        self.anna.env['P2PID_RELAY'] = self.bo.env['P2PID_RELAY'] = relay.origin
        call, code = self.call()
        other = self.reword(code, nameplate=True)
        result = self.ends(self.bo.start('answer', other, '--json'), 65)
        self.assertEqual(result.event('stopped')['error'], 'code-unknown')
        call.interrupt()
        self.ends(call, 4)

    def reword(self, code, nameplate=False):
        """Another code with a right check digit."""
        table = ('0317598642', '7092154863', '4206871359', '1750983426',
                 '6123045978', '3674209581', '5869720134', '8945362017',
                 '9438617205', '2581436790')
        digits = list(code[:-1])
        at = 1 if nameplate else len(digits) - 1
        digits[at] = str((int(digits[at]) + 1) % 10)
        check = 0
        for digit in digits:
            check = int(table[check][int(digit)])
        return ''.join(digits) + str(check)

    def test_a_wrong_code_is_burnt_and_replaced(self):
        call, code = self.call()
        result = self.ends(self.bo.start('answer', self.reword(code),
                                         '--json'), 65)
        self.assertEqual(result.event('stopped')['error'], 'wrong-code')
        again = call.event('code')['code']
        self.assertNotEqual(again, code)
        self.ends(self.bo.start('answer', again), 0)
        self.ends(call, 1)

    # --- other ways to get together ---

    def test_meeting_by_invitation(self):
        for word in ('uri', 'link'):
            meet = self.anna.start('meet', '--json')
            invitation = meet.event('invitation')[word]
            join = self.ends(self.bo.start('join', invitation, '--show-me',
                                           '--json'), 0)
            meet = self.ends(meet, 0)
            self.assertEqual(join.event('identified')['name'], 'Anna Ek')
            self.assertEqual(meet.event('identified')['name'], 'Bo Berg')
            self.assertEqual(meet.event('agreed')['channel'], 'meeting')

    def test_meeting_by_code(self):
        meet = self.anna.start('meet', '--code', '--json')
        code = meet.event('code')['code']
        self.ends(self.bo.start('join', code), 0)
        self.ends(meet, 1)

    def test_who_has_no_identity_lets_the_other_begin(self):
        meet = self.nobody.start('meet', '--json')
        invitation = meet.event('invitation')['uri']
        self.ends(self.bo.start('join', invitation, '--show-me'), 1)
        self.assertEqual(self.ends(meet, 0).event('identified')['name'],
                         'Bo Berg')

    def test_asking_somebody(self):
        ask = self.nobody.start('ask', '--json')
        invitation = ask.event('invitation')['uri']
        self.ends(self.bo.start('join', invitation, '--channel', 'online',
                                '--show-me', '--purpose', 'you asked'), 1)
        ask = self.ends(ask, 0)
        self.assertEqual(ask.event('identified')['purpose'], 'you asked')

    def test_who_only_joins_shows_nothing_unasked(self):
        ask = self.nobody.start('ask', '--json')
        invitation = ask.event('invitation')['uri']
        join = self.ends(self.bo.start('join', invitation, '--channel',
                                       'online'), 1)
        ask = self.ends(ask, 1)
        self.assertNotIn('Sent', join.out)
        self.assertIn('declined', ask.names())

    def test_a_call_by_invitation(self):
        call = self.anna.start('call', '--invitation', '--json')
        invitation = call.event('invitation')['uri']
        self.ends(self.bo.start('answer', invitation), 0)
        self.ends(call, 1)

    def test_a_code_online(self):
        call, code = self.call('--channel', 'online')
        join = self.ends(self.bo.start('join', code, '--channel', 'online',
                                       '--json'), 0)
        self.ends(call, 1)
        self.assertEqual(join.event('agreed')['channel'], 'online')
        self.assertEqual(join.event('agreed')['compared'], [])

    # --- STOP and cannot check ---

    def test_channels_that_differ_are_a_stop(self):
        meet = self.anna.start('meet', '--json')
        invitation = meet.event('invitation')['uri']
        join = self.ends(self.bo.start('join', invitation, '--channel',
                                       'online'), 3)
        meet = self.ends(meet, 3)
        self.assertIn('STOP. ', join.out)
        self.assertIn('Take the time you need.', join.out)
        stopped = [meet.event('stopped')]
        self.assertEqual(stopped[0]['reason'], 'accounts')
        self.assertNotIn('identified', meet.names())

    def test_numbers_are_compared(self):
        call, code = self.call('--dialled', '4711')
        answer = self.ends(self.bo.start('answer', code, '--own-number',
                                         '4711', '--json'), 0)
        call = self.ends(call, 1)
        for result in (call, answer):
            self.assertEqual(result.event('agreed')['compared'],
                             ['roles', 'tails'])

    def test_numbers_that_differ_are_a_stop(self):
        call, code = self.call('--dialled', '4711')
        answer = self.ends(self.bo.start('answer', code, '--own-number',
                                         '4712', '--json'), 3)
        self.ends(call, 3)
        self.assertEqual(answer.event('stopped')['error'], 'tails')
        self.assertNotIn('identified', answer.names())
        contact = self.ends(self.bo.start('history', '--json'),
                            0).event('contact')
        self.assertEqual(contact['outcome'], 'stopped')
        self.assertNotIn('name', contact)

    def test_starts_are_compared(self):
        now = time.gmtime()
        clock = time.strftime('%H:%M', now)
        whole = time.strftime('%Y-%m-%dT%H:%M:%SZ', now)
        call, code = self.call('--started', clock)
        answer = self.ends(self.bo.start('answer', code, '--started', whole),
                           0)
        self.assertEqual(self.ends(call, 1).event('agreed')['compared'],
                         ['roles', 'start'])
        self.assertIn('also when it began', answer.out)
        # Where one side alone says it, it is not compared.
        call, code = self.call('--started', clock)
        answer = self.ends(self.bo.start('answer', code, '--json'), 0)
        self.ends(call, 1)
        self.assertEqual(answer.event('agreed')['compared'], ['roles'])

    def test_starts_that_differ_are_a_stop(self):
        call, code = self.call('--started', '2026-11-24T12:00:00Z')
        answer = self.ends(self.bo.start('answer', code, '--started',
                                         '2026-11-24T13:02:01+01:00'), 3)
        call = self.ends(call, 3)
        self.assertEqual(call.event('stopped')['reason'], 'accounts')
        self.assertNotIn('identified', call.names())
        self.assertIn('STOP. The two sides do not agree on when the contact '
                      'began.', answer.out)
        self.assertIn('Hang up. Find the number yourself', answer.out)
        self.assertNotIn('Anna', answer.out)

    def test_TEST_is_refused_where_it_is_not_allowed(self):
        call, code = self.call()
        answer = self.ends(self.bo.start('answer', code, allow_test=False), 2)
        call = self.ends(call, 1)
        self.assertIn('Cannot check who this is.', answer.out)
        self.assertIn('TEST', answer.out)
        self.assertNotIn('Anna', answer.out)
        self.assertEqual(call.event('not-checked')['error'], 'test-refused')

    def test_somebody_says_not_me(self):
        call, code = self.call()
        answer = self.bo.start('answer', code, '--json', listening=True)
        answer.event('question')
        answer.say('stop not-them')
        answer = self.ends(answer, 3)
        call = self.ends(call, 3)
        self.assertEqual(call.event('stopped')['reason'], 'not-them')
        self.assertTrue(call.event('stopped')['by-peer'])

    # --- decisions ---

    def test_a_program_decides(self):
        call, code = self.call(listening=True)
        answer = self.bo.start('answer', code, '--json', listening=True)
        question = answer.event('question')
        self.assertEqual(question['question'], 'identify')
        self.assertEqual(question['facts'], ['name'])
        answer.say('identify')
        self.assertEqual(call.event('identified')['name'], 'Bo Berg')
        self.assertEqual(call.event('question')['question'], 'finish')
        call.say('receipt')
        self.assertEqual(answer.event('question')['question'], 'finish')
        answer.say('receipt')
        for result in (self.ends(answer, 0), self.ends(call, 0)):
            self.assertIn('receipt', result.names())
            self.assertEqual(result.names()[-1], 'end')
            for event in result.events:
                self.assertIn('time', event)

    def test_decisions_may_come_before_their_questions(self):
        call, code = self.call()
        answer = self.bo.start('answer', code, '--json', listening=True)
        answer.say('finish')
        answer.say('dance')
        answer.say('identify')
        answer = self.ends(answer, 0)
        self.assertEqual(answer.event('error')['what'], 'dance')
        self.assertIn('shown', answer.names())
        self.ends(call, 0)

    def test_no_more_than_eight_decisions_wait(self):
        call, _ = self.call(listening=True)
        for _ in range(8):
            call.say('finish')
        call.say('receipt')
        error = call.event('error')
        self.assertEqual((error['error'], error['what']),
                         ('state', 'receipt'))
        call.interrupt()
        # The eight before it were taken.
        self.assertEqual(self.ends(call, 4).names().count('error'), 1)

    def test_every_ending_is_told_to_programs(self):
        for status, words in ((64, ('call', '--channel', 'meeting')),
                              (64, ('call', '--relay', 'nonsense')),
                              (64, ('answer',)), (64, ('join',)),
                              (64, ('ask', 'somebody')),
                              (65, ('answer', '12')),
                              (65, ('join', 'p2pid:nonsense'))):
            result = self.ends(self.anna.start(*words, '--json'), status)
            self.assertEqual(result.names(), ['error', 'end'], words)
            self.assertEqual(result.event('end')['status'], status)
            for event in result.events:
                self.assertIn('time', event, words)
        result = self.ends(self.nobody.start('meet', 'a', '--json'), 64)
        self.assertEqual(result.event('error')['what'], 'too many arguments')
        self.assertEqual(result.err, '')
        result = self.ends(self.nobody.start('call', '--json'), 66)
        self.assertEqual(result.names(), ['error', 'end'])

    def on_terminal(self, *arguments):
        return Terminal(self.bo.arguments(arguments),
                        self.bo.env | {'TERM': 'xterm'})

    def test_a_person_is_asked_and_says_yes(self):
        call, code = self.call()
        screen = self.on_terminal('answer', code, '--audience', 'Anna Ek')
        screen.wait('TEST — This is Anna Ek — TEST')
        screen.wait(r'Name: Bo Berg\s+marked as TEST\s')
        screen.wait(r'\[y/N\] ')
        screen.type('y\n')
        screen.wait('The other has seen that you are Bo Berg')
        self.assertEqual(screen.end(), 0)
        call = self.ends(call, 0)
        self.assertEqual(call.event('identified')['audience-match'], 'same')

    def test_a_person_is_asked_and_says_no(self):
        for answer in ('\n', 'n\n', 'why?\n', '\x04'):
            call, code = self.call()
            screen = self.on_terminal('answer', code)
            screen.wait(r'\[y/N\] ')
            screen.type(answer)
            self.assertEqual(screen.end(), 0)
            self.assertNotIn('identified', self.ends(call, 1).names())

    def test_a_yes_before_the_question_is_none(self):
        call, code = self.call()
        screen = self.on_terminal('answer', code)
        screen.type('y\n')
        screen.wait(r'Show it\?.*\[y/N\] ')
        screen.type('n\n')
        self.assertEqual(screen.end(), 0)
        self.ends(call, 1)

    def test_a_person_says_stop(self):
        call, code = self.call()
        screen = self.on_terminal('answer', code)
        screen.wait(r'\[y/N\] ')
        screen.type('stop\n')
        screen.wait('STOP. You said that this is not the one')
        screen.wait('Hang up. Find the number yourself, and ring back.')
        self.assertEqual(screen.end(), 3)
        call = self.ends(call, 3)
        self.assertEqual(call.event('stopped')['reason'], 'not-them')

    # --- leaving ---

    def test_no_trace_is_left(self):
        before = self.bo.files()
        call, code = self.call('--leave-no-trace')
        self.ends(self.bo.start('answer', code, '--leave-no-trace',
                                '--show-me'), 0)
        self.ends(call, 0)
        self.assertEqual(self.bo.files(), before)
        for person in (self.anna, self.bo):
            for command in ('history', 'people'):
                self.assertEqual(self.ends(person.start(command, '--json'),
                                           0).names(), ['nothing'])
        self.ends(self.bo.start('call', '--receipt', '--leave-no-trace'), 64)

    def test_who_waits_can_leave(self):
        call, _ = self.call()
        call.interrupt()
        call = self.ends(call, 4)
        self.assertEqual(call.event('end')['status'], 4)

    def test_signals_that_are_ignored_stay_so(self):
        """As nohup(1) wants it, and a shell for what is in the background."""
        def ignore():
            for number in (signal.SIGHUP, signal.SIGINT):
                signal.signal(number, signal.SIG_IGN)

        with subprocess.Popen(
                [P2PID, *self.anna.arguments(('call', '--json'))],
                env=self.anna.env, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, text=True, preexec_fn=ignore) as call:
            code = json.loads(call.stdout.readline())['code']
            for number in (signal.SIGHUP, signal.SIGINT):
                call.send_signal(number)
            self.ends(self.bo.start('answer', code), 0)
            call.stdout.read()
            self.assertEqual(call.wait(60), 1)

    def test_who_leaves_tells_the_other(self):
        call, code = self.call(listening=True)
        answer = self.bo.start('answer', code, '--json', listening=True)
        answer.event('question')
        call.event('shown')
        answer.interrupt()
        self.ends(answer, 4)
        stopped = self.ends(call, 1).event('stopped')
        self.assertEqual((stopped['reason'], stopped['by-peer']),
                         ('ended', True))

    def test_nothing_is_shown_to_nobody(self):
        """Where the output goes nowhere, the other is not told "shown"."""
        reader, broken = os.pipe()
        os.close(reader)
        for output in (broken, os.open('/dev/full', os.O_WRONLY)):
            call, code = self.call()
            answer = subprocess.run(
                [P2PID, *self.bo.arguments(('answer', code))],
                env=self.bo.env, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.PIPE, text=True, timeout=60)
            os.close(output)
            self.assertEqual((answer.returncode, answer.stderr),
                             (74, 'p2pid: standard output cannot be '
                                  'written.\n'))
            self.assertNotIn('shown', self.ends(call, 1).names())

    def test_a_full_disk_is_told_and_loses_nothing_that_was(self):
        """Files that may not grow stand in for a disk that is full."""
        call, code = self.call('--receipt')
        answer = subprocess.run(
            [P2PID, *self.bo.arguments(('answer', code, '--show-me',
                                        '--receipt'))],
            env=self.bo.env, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=60, preexec_fn=lambda: resource.setrlimit(
                resource.RLIMIT_FSIZE, (32768, resource.RLIM_INFINITY)))
        self.ends(call, 0)
        # Who it was is told before it is kept.
        self.assertIn('This is Anna Ek', answer.stdout)
        self.assertEqual(answer.returncode, 74, answer.stderr)
        self.assertIn('not kept in full: There is no space left',
                      answer.stderr)
        # Contact and person are two changes, each whole or not there.
        self.ends(self.bo.start('whoami'), 0)
        self.assertEqual(self.ends(self.bo.start('people', '--json'),
                                   0).names(), ['nothing'])
        history = self.ends(self.bo.start('history', '--json'), 0)
        if history.names() == ['contact']:
            self.assertEqual(history.event('contact')['name'], 'Anna Ek')
            self.ends(self.bo.start('receipt', 'verify', '1'), 0)

    # --- the relay ---

    def test_there_is_no_public_relay(self):
        lost = Person(self.anna.folder)
        lost.key_file = self.anna.key_file
        result = self.ends(lost.start('call'), 64)
        self.assertIn('there is no public relay yet', result.err)
        self.assertIn('--relay', result.err)
        self.ends(lost.start('call', '--relay', 'http://relay.example'), 64)
        self.ends(lost.start('call', '--relay', 'nonsense'), 64)

    def test_a_relay_out_of_reach(self):
        call = self.anna.start('call', '--json', '--relay',
                               'http://127.0.0.1:9')
        offline = call.event('offline')
        self.assertEqual(offline['error'], 'offline')
        call.interrupt()
        self.ends(call, 4)

    def test_callers_need_an_identity(self):
        result = self.ends(self.nobody.start('call'), 66)
        self.assertEqual(result.err, 'p2pid call: who calls must have an '
                                     'identity; enrol first\n')

    def test_an_identity_that_has_run_out(self):
        short = Person(self.path('short'), self.origin)
        # On a slow machine it has run out before it is told.
        short.run('enrol', '--test', 'Short Lived', '--for', '1s')
        while (status := short.run('whoami').status) == 0:
            time.sleep(0.2)
        self.assertEqual(status, 2)
        # It does not keep anybody from checking others.
        call, code = self.call()
        answer = self.ends(short.start('answer', code, '--show-me', '--json'),
                           0)
        self.assertEqual(answer.event('error')['error'], 'expired')
        self.ends(call, 1)

    def test_words_that_make_no_sense(self):
        for arguments in (
                ('call', '--channel', 'meeting'), ('call', 'somebody'),
                ('call', '--channel', 'smoke'), ('answer',),
                ('call', '--dialled', '471'), ('call', '--dialled', '47111'),
                ('call', '--dialled', '4711', '--channel', 'online'),
                ('call', '--started', 'now'), ('call', '--started', '24:00'),
                ('answer', '12', '--started', '2026-11-24'),
                ('ask', '--channel', 'phone'), ('meet', '--channel', 'phone'),
                ('join', '12345678', '--channel', 'phone'),
                ('answer', '12', '--show-me', '--decline'),
                ('call', '--purpose'), ('join', 'p2pid:a', 'p2pid:b')):
            result = self.ends(self.anna.start(*arguments), 64)
            self.assertIn('--help', result.err)
        alone = self.ends(self.bo.start('answer'), 64)
        self.assertIn('Hang up. Find the number yourself', alone.err)
        for text in ('', '12', '1' * 9, '1' * 3000, '12x45678'):
            result = self.ends(self.bo.start('answer', text), 65)
            self.assertIn('no whole code', result.err)
            result = self.ends(self.bo.start('answer', text, '--json'), 65)
            self.assertIn('no whole code', result.event('error')['what'])
        for text in ('a', '１２３４', 'p2pid:nonsense',
                     'https://relay.example/', 'p2pid:' + 9999 * 'a'):
            result = self.ends(self.bo.start('join', text), 65)
            self.assertIn('neither a code nor', result.err)
        long = self.ends(self.anna.start('call', '--purpose', 'a' * 141), 64)
        self.assertIn('too long', long.err)


class Documented(Case):
    """Runs after the others, on what they saw."""

    def test_the_manual_knows_every_word(self):
        self.assertGreater(len(seen), 100)
        known = set(manual.words('JSON')) | {'event'}
        for event in seen:
            self.assertIn(event['event'], known)
            self.assertLessEqual(set(event), known, event)
        events = {event['event'] for event in seen}
        for name in ('code', 'invitation', 'joined', 'agreed', 'turn', 'sent',
                     'delivered', 'shown', 'not-checked', 'identified',
                     'declined', 'closing', 'receipt', 'question', 'finished',
                     'stopped', 'end', 'contact', 'person',
                     'receipt-checked', 'error'):
            self.assertIn(name, events)


if __name__ == '__main__':
    main()
