/* Getting an identity from an eID. */

#include "core/desk-enrolment.h"

#include "core/desk-calm.h"
#include "core/desk-enrolment-run.h"
#include "core/desk-errors.h"

/* As the eID's holder reads it. */
#define PROGRAM "P2P ID"

struct _DeskEnrolment {
  GObject parent_instance;

  DeskProfile *profile;
  DeskEnrolmentRun *run;
  int calm; /* held while it runs */

  p2pid_method method;
  DeskEnrolPhase phase;
  char *statement;
  char *qr;
  char *link;
  char *sentence;
  GStrv cards;
  int tries;
  gboolean keypad;
};

G_DEFINE_FINAL_TYPE (DeskEnrolment, desk_enrolment, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
take_text (char **place, const char *text)
{
  g_free (*place);
  *place = g_strdup (text);
}

static void
take_statement (DeskEnrolment *self, const p2pid_statement *statement)
{
  p2pid_buffer *text = NULL;

  if (p2pid_statement_text (statement, &text) != P2PID_OK)
    return;
  take_text (&self->statement, (const char *) text->data);
  p2pid_buffer_free (text);
}

/* The operator's words where there are any. */
static void
take_failure (DeskEnrolment *self, const DeskEnrolmentEvent *event)
{
  self->phase = DESK_ENROL_FAILED;
  desk_calm_end (&self->calm);
  take_text (&self->sentence,
             event->sentence != NULL
                 ? event->sentence
                 : desk_error_enrolment_line (event->err, self->method));
}

static void
take_pin (DeskEnrolment *self, const DeskEnrolmentEvent *event)
{
  self->phase = DESK_ENROL_PIN;
  take_text (&self->sentence, event->sentence);
  self->tries = event->tries;
  self->keypad = event->keypad;
}

static void
event_cb (gconstpointer what, gpointer object)
{
  const DeskEnrolmentEvent *event = what;
  DeskEnrolment *self = object;

  switch (event->kind) {
  case P2PID_ENROLMENT_STATEMENT:
    take_statement (self, &event->statement);
    break;
  case P2PID_ENROLMENT_QR:
    take_text (&self->qr, event->text);
    break;
  case P2PID_ENROLMENT_OPEN:
    take_text (&self->link, event->text);
    break;
  case P2PID_ENROLMENT_HINT:
    take_text (&self->sentence, event->sentence);
    break;
  case P2PID_ENROLMENT_CARDS:
    self->phase = DESK_ENROL_CARDS;
    g_strfreev (self->cards);
    self->cards = g_strdupv (event->cards);
    break;
  case P2PID_ENROLMENT_PIN:
    take_pin (self, event);
    break;
  case P2PID_ENROLMENT_DONE:
    self->phase = DESK_ENROL_DONE;
    desk_calm_end (&self->calm);
    break;
  case P2PID_ENROLMENT_FAILED:
  default:
    take_failure (self, event);
    break;
  }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
desk_enrolment_dispose (GObject *object)
{
  DeskEnrolment *self = DESK_ENROLMENT (object);

  if (self->run != NULL)
    p2pid_enrolment_cancel (desk_enrolment_run_get (self->run));
  g_clear_pointer (&self->run, desk_enrolment_run_unref);
  desk_calm_end (&self->calm);
  g_clear_object (&self->profile);
  G_OBJECT_CLASS (desk_enrolment_parent_class)->dispose (object);
}

static void
desk_enrolment_finalize (GObject *object)
{
  DeskEnrolment *self = DESK_ENROLMENT (object);

  g_free (self->statement);
  g_free (self->qr);
  g_free (self->link);
  g_free (self->sentence);
  g_strfreev (self->cards);
  G_OBJECT_CLASS (desk_enrolment_parent_class)->finalize (object);
}

static void
desk_enrolment_class_init (DeskEnrolmentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = desk_enrolment_dispose;
  object_class->finalize = desk_enrolment_finalize;

  /* After each event. */
  signals[CHANGED] =
      g_signal_new ("changed", DESK_TYPE_ENROLMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
desk_enrolment_init (DeskEnrolment *self)
{
  self->calm = DESK_CALM_NONE;
}

/* The language that the user reads in, as far as statements speak it. */
static p2pid_language
find_language (void)
{
  const char *const *names = g_get_language_names ();

  for (; *names != NULL; names++) {
    if (g_str_has_prefix (*names, "sv"))
      return P2PID_LANGUAGE_SV;
    if (g_str_has_prefix (*names, "en"))
      return P2PID_LANGUAGE_EN;
  }
  return P2PID_LANGUAGE_EN;
}

/* NULL for a preference that is empty. */
static char *
get_preference (DeskProfile *profile, const char *key)
{
  char *text = g_settings_get_string (desk_profile_get_settings (profile), key);

  if (*text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

/* The certificates above the card's, where they are in a file; a file that
 * cannot be read is as none, and then the library says what is missing. */
static char *
read_roots (DeskProfile *profile)
{
  g_autofree char *path = get_preference (profile, "card-roots");
  char *roots = NULL;

  if (path != NULL && !g_file_get_contents (path, &roots, NULL, NULL))
    return NULL;
  return roots;
}

gboolean
desk_enrolment_is_set_up (DeskProfile *profile, p2pid_method method)
{
  g_autofree char *gateway = get_preference (profile, "gateway");
  g_autofree char *provider = get_preference (profile, "openid-provider");
  g_autofree char *client = get_preference (profile, "openid-client");

  switch (method) {
  case P2PID_METHOD_BANKID:
  case P2PID_METHOD_FREJA:
    return gateway != NULL;
  case P2PID_METHOD_OIDC:
    return provider != NULL && client != NULL;
  case P2PID_METHOD_CARD:
  case P2PID_METHOD_SD_JWT:
    return TRUE;
  case P2PID_METHOD_ROLE:
  case P2PID_METHOD_COUNT_:
  default:
    return FALSE;
  }
}

static gboolean
start (DeskEnrolment *self, const DeskWay *way, GError **error)
{
  g_autofree char *gateway = get_preference (self->profile, "gateway");
  g_autofree char *provider = get_preference (self->profile, "openid-provider");
  g_autofree char *client = get_preference (self->profile, "openid-client");
  g_autofree char *module = get_preference (self->profile, "card-module");
  g_autofree char *roots = read_roots (self->profile);
  p2pid_enrolment_config config = {
    .method = way->method,
    .program = PROGRAM,
    .language = find_language (),
    .now = g_get_real_time () / G_USEC_PER_SEC,
    .lifetime = way->lifetime,
    .gateway = gateway,
    .credential = way->credential,
    .provider = provider,
    .client_id = client,
    .module = module,
    .roots = roots,
    .person = way->person,
  };
  p2pid_key *key = NULL;
  p2pid_err err = p2pid_key_new (&key);

  if (err != P2PID_OK) {
    g_propagate_error (error, desk_error_new (err));
    return FALSE;
  }
  self->run = desk_enrolment_run_new (&config, key,
                                      desk_profile_new_anchors (self->profile),
                                      event_cb, G_OBJECT (self), error);
  return self->run != NULL;
}

DeskEnrolment *
desk_enrolment_new (DeskProfile *profile, const DeskWay *way, GError **error)
{
  g_autoptr (DeskEnrolment) self = g_object_new (DESK_TYPE_ENROLMENT, NULL);

  self->profile = g_object_ref (profile);
  self->method = way->method;
  if (!desk_calm_begin_enrolment (desk_profile_get_folder (profile),
                                  &self->calm, error) ||
      !start (self, way, error))
    return NULL;
  return g_steal_pointer (&self);
}

DeskEnrolPhase
desk_enrolment_get_phase (DeskEnrolment *self)
{
  return self->phase;
}

const char *
desk_enrolment_get_statement (DeskEnrolment *self)
{
  return self->statement;
}

const char *
desk_enrolment_get_qr (DeskEnrolment *self)
{
  return self->qr;
}

const char *
desk_enrolment_get_link (DeskEnrolment *self)
{
  return self->link;
}

const char *
desk_enrolment_get_sentence (DeskEnrolment *self)
{
  return self->sentence;
}

const char *const *
desk_enrolment_get_cards (DeskEnrolment *self)
{
  return (const char *const *) self->cards;
}

int
desk_enrolment_get_tries (DeskEnrolment *self)
{
  return self->tries;
}

gboolean
desk_enrolment_has_keypad (DeskEnrolment *self)
{
  return self->keypad;
}

/* What was asked for is given; the eID is asked again. */
static void
go_on (DeskEnrolment *self)
{
  self->phase = DESK_ENROL_ASKING;
  g_clear_pointer (&self->sentence, g_free);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
desk_enrolment_choose (DeskEnrolment *self, guint card)
{
  if (self->phase == DESK_ENROL_CARDS &&
      p2pid_enrolment_choose (desk_enrolment_run_get (self->run), card) ==
          P2PID_OK)
    go_on (self);
}

void
desk_enrolment_give_pin (DeskEnrolment *self, const char *pin)
{
  if (self->phase == DESK_ENROL_PIN && !self->keypad &&
      p2pid_enrolment_give_pin (desk_enrolment_run_get (self->run), pin) ==
          P2PID_OK)
    go_on (self);
}

void
desk_enrolment_mark_opened (DeskEnrolment *self)
{
  p2pid_enrolment_mark_opened (desk_enrolment_run_get (self->run));
}

void
desk_enrolment_cancel (DeskEnrolment *self)
{
  p2pid_enrolment_cancel (desk_enrolment_run_get (self->run));
}

void
desk_enrolment_keep_async (DeskEnrolment *self,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (self->phase == DESK_ENROL_DONE);

  desk_profile_set_identity_async (
      self->profile, desk_enrolment_run_take_key (self->run),
      desk_enrolment_run_take_binding (self->run), callback, user_data);
}

gboolean
desk_enrolment_keep_finish (DeskEnrolment *self,
                            GAsyncResult *result,
                            GError **error)
{
  return desk_profile_set_identity_finish (self->profile, result, error);
}
