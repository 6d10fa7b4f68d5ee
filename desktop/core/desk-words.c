/* Words for what the library knows as numbers. */

#include "core/desk-words.h"

#include <glib/gi18n.h>

const char *
desk_words_fact (p2pid_fact fact)
{
  switch (fact) {
  case P2PID_FACT_NAME:
    return _ ("Name");
  case P2PID_FACT_GIVEN_NAME:
    return _ ("Given name");
  case P2PID_FACT_FAMILY_NAME:
    return _ ("Surname");
  case P2PID_FACT_BIRTHDATE:
    return _ ("Date of birth");
  case P2PID_FACT_PERSONAL_NUMBER:
    return _ ("Personal number");
  case P2PID_FACT_ORGANISATION:
    return _ ("Organisation");
  case P2PID_FACT_ROLE:
    return _ ("Role");
  case P2PID_FACT_COUNT_:
  default:
    return "";
  }
}

/* "PNOSE-198402299823" (ETSI EN 319 412-1): what kind of number, and of which
 * country. */
static gboolean
has_semantics (const char *number)
{
  for (size_t i = 0; i < 5; i++)
    if (!g_ascii_isupper (number[i]))
      return FALSE;
  return number[5] == '-';
}

char *
desk_words_masked (p2pid_fact fact, const char *value)
{
  gboolean semantics = has_semantics (value);
  GString *masked;
  int digits = 0;

  if (fact != P2PID_FACT_PERSONAL_NUMBER)
    return g_strdup (value);

  masked = g_string_new (NULL);
  for (const char *p = semantics ? value + 6 : value; *p != '\0';
       p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isalnum (c) && ++digits > 6)
      c = 0x2022; /* bullet */
    g_string_append_unichar (masked, c);
  }
  if (semantics)
    g_string_append_printf (masked, " (%.2s)", value + 3);
  return g_string_free (masked, FALSE);
}

char *
desk_words_proof (const p2pid_identity *identity)
{
  if (p2pid_identity_environment (identity) == P2PID_ENVIRONMENT_TEST)
    return g_strdup (_ ("TEST identity"));
  if (p2pid_identity_word (identity) == P2PID_WORD_SIGNED)
    return g_strdup (p2pid_identity_issuer (identity));
  /* Translators: %s is the issuer of an identity, for instance a bank. */
  return g_strdup_printf (_ ("Vouched for by %s"),
                          p2pid_identity_issuer (identity));
}

static char *
format_time (int64_t time, const char *format)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_local (time);

  return moment != NULL ? g_date_time_format (moment, format) : g_strdup ("");
}

static gboolean
is_same_day (int64_t a, int64_t b)
{
  g_autofree char *one = format_time (a, "%F");
  g_autofree char *other = format_time (b, "%F");

  return g_str_equal (one, other);
}

static char *
describe_contact (int64_t signed_at, int64_t now)
{
  /* Translators: a time of day without seconds, for g_date_time_format(). */
  g_autofree char *clock = format_time (signed_at, _ ("%H:%M"));
  g_autofree char *time = desk_words_time (signed_at);

  if (is_same_day (signed_at, now))
    /* Translators: %s is a time of day. */
    return g_strdup_printf (_ ("Proved for this contact, today %s"), clock);
  /* Translators: %s is a date and a time of day. */
  return g_strdup_printf (_ ("Proved for this contact, %s"), time);
}

char *
desk_words_occasion (const p2pid_identity *identity, int64_t now)
{
  int64_t signed_at = p2pid_identity_signed_at (identity);
  g_autofree char *date = desk_words_date (signed_at);

  if (p2pid_identity_occasion (identity) == P2PID_OCCASION_CONTACT)
    return describe_contact (signed_at, now);
  if (signed_at == 0)
    return g_strdup (_ ("Computer enrolled, when is not said"));
  if (p2pid_identity_dated_by_holder (identity))
    return g_strdup_printf (
        /* Translators: %s is a date. */
        _ ("Computer enrolled on %s, by the person's own clock"), date);
  /* Translators: %s is a date. */
  return g_strdup_printf (_ ("Computer enrolled on %s"), date);
}

const char *
desk_words_made_for (p2pid_occasion occasion)
{
  return occasion == P2PID_OCCASION_CONTACT
             ? _ ("One contact, for at most 30 minutes")
             : _ ("An enrolled computer");
}

char *
desk_words_organisation (const char *organisation, const char *role)
{
  if (role == NULL)
    /* Translators: %s is an organisation. */
    return g_strdup_printf (_ ("Speaks for %s"), organisation);
  /* Translators: what somebody is, and in which organisation. */
  return g_strdup_printf (_ ("%s, speaks for %s"), role, organisation);
}

char *
desk_words_membership (const char *organisation, const char *role)
{
  if (role == NULL)
    /* Translators: %s is an organisation to which somebody belongs. */
    return g_strdup_printf (_ ("Organisation: %s"), organisation);
  /* Translators: an organisation to which somebody belongs, and what they are
   * there. */
  return g_strdup_printf (_ ("Organisation: %s (%s)"), organisation, role);
}

char *
desk_words_revocation (const char *proof, int64_t known_at, int64_t now)
{
  g_autofree char *date = desk_words_date (known_at);

  if (p2pid_revocation_is_old (known_at, now))
    /* Translators: what else was checked, and a date. Whether the issuer has
     * taken the proof back since then is not known. */
    return g_strdup_printf (_ ("%s · revocation last checked %s"), proof, date);
  if (known_at > 0)
    return g_strdup (proof);
  /* Translators: %s is what else was checked. Whether the issuer has taken the
   * proof back since was not. */
  return g_strdup_printf (_ ("%s · revocation not checked"), proof);
}

char *
desk_words_role_proof (const p2pid_role_proof *proof)
{
  const char *name =
      proof->signatory != NULL
          ? p2pid_identity_fact (proof->signatory, P2PID_FACT_NAME)
          : NULL;

  if (proof->domain != NULL && name != NULL)
    /* Translators: an organisation's domain, and who signs for it. */
    return g_strdup_printf (_ ("Key of %s · according to %s"), proof->domain,
                            name);
  if (proof->domain != NULL)
    /* Translators: %s is an organisation's domain, "firman.example". */
    return g_strdup_printf (_ ("Key of %s"), proof->domain);
  if (name != NULL)
    /* Translators: %s is the name of who signs for an organisation. */
    return g_strdup_printf (_ ("According to %s"), name);
  return g_strdup (_ ("Its key is known on this computer"));
}

const char *
desk_words_method (p2pid_method method)
{
  switch (method) {
  case P2PID_METHOD_BANKID:
    return "BankID";
  case P2PID_METHOD_FREJA:
    return "Freja";
  case P2PID_METHOD_CARD:
    return _ ("your smart card");
  case P2PID_METHOD_OIDC:
    return _ ("your OpenID provider");
  case P2PID_METHOD_SD_JWT:
    return _ ("your credential");
  case P2PID_METHOD_ROLE:
  case P2PID_METHOD_COUNT_:
  default:
    return "";
  }
}

const char *
desk_words_assurance (p2pid_assurance assurance)
{
  switch (assurance) {
  case P2PID_ASSURANCE_LOW:
    return _ ("Low");
  case P2PID_ASSURANCE_SUBSTANTIAL:
    return _ ("Substantial");
  case P2PID_ASSURANCE_HIGH:
    return _ ("High");
  case P2PID_ASSURANCE_NONE:
  default:
    return _ ("None stated");
  }
}

const char *
desk_words_channel (p2pid_channel channel)
{
  switch (channel) {
  case P2PID_CHANNEL_PHONE:
    return _ ("On the telephone");
  case P2PID_CHANNEL_MEETING:
    return _ ("At a meeting");
  case P2PID_CHANNEL_ONLINE:
  default:
    return _ ("Online");
  }
}

const char *
desk_words_contact (p2pid_channel channel, p2pid_role role)
{
  if (channel != P2PID_CHANNEL_PHONE)
    return desk_words_channel (channel);
  return role == P2PID_ROLE_CALLER ? _ ("You rang") : _ ("You were rung up");
}

char *
desk_words_clock (int64_t time)
{
  /* Translators: a time of day, for g_date_time_format(). */
  return format_time (time, _ ("%H:%M:%S"));
}

char *
desk_words_date (int64_t time)
{
  /* Translators: a date, for g_date_time_format(). */
  return format_time (time, _ ("%B %-e, %Y"));
}

char *
desk_words_time (int64_t time)
{
  /* Translators: a date and time of day, for g_date_time_format(). */
  return format_time (time, _ ("%B %-e, %Y, %H:%M"));
}

char *
desk_words_key (const p2pid_public_key *key)
{
  GString *text = g_string_new (NULL);

  for (size_t i = 0; i < sizeof key->bytes; i++)
    g_string_append_printf (text, "%s%02x", i > 0 && i % 2 == 0 ? " " : "",
                            key->bytes[i]);
  return g_string_free (text, FALSE);
}

const char *
desk_words_tone_icon (DeskTone tone)
{
  switch (tone) {
  case DESK_TONE_WAITING:
    return "desk-waiting-symbolic";
  case DESK_TONE_KNOWN:
    return "desk-known-symbolic";
  case DESK_TONE_CANNOT:
    return "desk-cannot-symbolic";
  case DESK_TONE_STOP:
    return "desk-stop-symbolic";
  case DESK_TONE_NONE:
  default:
    return "desk-unknown-symbolic";
  }
}

const char *
desk_words_tone_class (DeskTone tone)
{
  switch (tone) {
  case DESK_TONE_WAITING:
    return "tone-waiting";
  case DESK_TONE_KNOWN:
    return "tone-known";
  case DESK_TONE_CANNOT:
    return "tone-cannot";
  case DESK_TONE_STOP:
    return "tone-stop";
  case DESK_TONE_NONE:
  default:
    return "tone-none";
  }
}
