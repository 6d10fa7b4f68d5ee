/* A gateway's configuration. */

#include "tools/relay/gateway-config.h"

#include "base/encoding.h"
#include "crypto/key.h"
#include "wire/json.h"

#include <sodium.h>
#include <stdlib.h>

#define FILE_MAX (64 * 1024)

/* BankID's rule; everybody else's default. In seconds. */
#define BANKID_LONGEST P2PID_OCCASION_CONTACT_MAX
#define LONGEST (INT64_C (90) * 86400)

#define ORDERS 20
#define PER_ADDRESS 2

static const char what_key[] =
    "the credential's key must be readable by its owner alone (chmod 600)";

static p2pid_err
get_number (const json_t *object, const char *name, int64_t max, int64_t *out)
{
  if (json_object_get (object, name) == NULL)
    return P2PID_OK; /* what stands in @out is the default */
  return p2pid_json_get_number (object, name, 1, max, out);
}

static p2pid_err
read_programs (const json_t *object, gateway_terms *terms)
{
  const json_t *list = json_object_get (object, "programs");
  size_t count = json_array_size (list);

  terms->programs[0] = "P2P ID";
  if (list == NULL)
    return P2PID_OK;
  if (!json_is_array (list) || count == 0 || count > GATEWAY_PROGRAMS_MAX)
    return P2PID_ERR_FORMAT;
  for (size_t i = 0; i < count; i++) {
    terms->programs[i] = json_string_value (json_array_get (list, i));
    if (terms->programs[i] == NULL)
      return P2PID_ERR_FORMAT;
  }
  return P2PID_OK;
}

static p2pid_err
read_method (const char *path,
             const json_t *object,
             p2pid_method method,
             gateway_config *config,
             const char **out_what)
{
  static const char *const known[] = { "operator", "longest", NULL };
  const char *name = NULL;
  char *beside = NULL;
  int64_t longest = method == P2PID_METHOD_BANKID ? BANKID_LONGEST : LONGEST;
  p2pid_err err = p2pid_json_check_members (object, known);

  if (err == P2PID_OK)
    err = p2pid_json_get_text (object, "operator", &name);
  if (err == P2PID_OK)
    err =
        get_number (object, "longest", P2PID_STATEMENT_LIFETIME_MAX, &longest);
  if (err == P2PID_OK && name == NULL)
    err = P2PID_ERR_FORMAT;
  if (err == P2PID_OK)
    err = cli_path_beside (path, name, &beside);
  if (err == P2PID_OK)
    err = cli_operator_read (beside, &config->operators[method], out_what);
  if (err == P2PID_OK)
    config->terms.longest[method] = longest;
  free (beside);
  return err;
}

/* Only those that an operator's contract opens. */
static p2pid_err
read_methods (const char *path,
              const json_t *object,
              gateway_config *config,
              const char **out_what)
{
  static const p2pid_method methods[] = { P2PID_METHOD_BANKID,
                                          P2PID_METHOD_FREJA };
  static const char *const known[] = { "bankid", "freja", NULL };
  p2pid_err err = p2pid_json_check_members (object, known);

  *out_what = "methods";
  if (err == P2PID_OK && json_object_size (object) == 0)
    err = P2PID_ERR_FORMAT;
  for (size_t i = 0; i < 2 && err == P2PID_OK; i++) {
    const json_t *row =
        json_object_get (object, p2pid_method_name (methods[i]));

    if (row != NULL)
      err = read_method (path, row, methods[i], config, out_what);
  }
  return err;
}

/* One line of 64 hex digits. */
static p2pid_err
read_issuer (const char *path, p2pid_key **out)
{
  uint8_t seed[P2PID_KEY_SEED_SIZE];
  cli_bytes file = { NULL, 0 };
  p2pid_err err = cli_key_file_read (path, 2 * sizeof seed + 1, &file);

  if (err == P2PID_OK) {
    p2pid_bytes hex = { file.data, file.size };

    if (hex.size > 0 && hex.data[hex.size - 1] == '\n')
      hex.size--;
    err = p2pid_hex_decode (hex, seed, sizeof seed);
  }
  if (err == P2PID_OK)
    err = p2pid_key_from_seed (seed, out);
  sodium_memzero (seed, sizeof seed);
  cli_bytes_free (&file);
  return err;
}

static p2pid_err
read_anchors (const char *path, bool test, p2pid_anchors **out)
{
  cli_bytes file = { NULL, 0 };
  p2pid_err err = cli_file_read (path, P2PID_ANCHORS_FILE_MAX, &file);

  if (err == P2PID_OK)
    err = p2pid_anchors_new (out);
  if (err == P2PID_OK)
    err = p2pid_anchors_load (*out, (p2pid_bytes){ file.data, file.size });
  if (err == P2PID_OK && test)
    err = p2pid_anchors_allow_test (*out, true);
  cli_bytes_free (&file);
  return err;
}

static p2pid_err
read_environment (const json_t *object, p2pid_environment *out)
{
  const json_t *test = json_object_get (object, "test");

  *out = json_is_true (test) ? P2PID_ENVIRONMENT_TEST
                             : P2PID_ENVIRONMENT_PRODUCTION;
  return test == NULL || json_is_boolean (test) ? P2PID_OK : P2PID_ERR_FORMAT;
}

/* Where its files are, and what it says by itself. */
static p2pid_err
read_members (const json_t *object,
              gateway_config *config,
              const char **out_key,
              const char **out_anchors)
{
  static const char *const known[] = { "key", "anchors", "iss", "test", NULL };
  p2pid_err err = p2pid_json_check_members (object, known);

  if (err == P2PID_OK)
    err = p2pid_json_get_text (object, "key", out_key);
  if (err == P2PID_OK)
    err = p2pid_json_get_text (object, "anchors", out_anchors);
  if (err == P2PID_OK)
    err = p2pid_json_get_text (object, "iss", &config->iss);
  if (err == P2PID_OK)
    err = read_environment (object, &config->environment);
  if (err == P2PID_OK &&
      (*out_key == NULL || *out_anchors == NULL || config->iss == NULL))
    err = P2PID_ERR_FORMAT;
  return err;
}

static p2pid_err
read_credential (const char *path,
                 const json_t *object,
                 gateway_config *config,
                 const char **out_what)
{
  const char *key = NULL, *anchors = NULL;
  char *beside = NULL;
  p2pid_err err;

  if (object == NULL)
    return P2PID_OK;
  *out_what = "credential";
  err = read_members (object, config, &key, &anchors);
  if (err != P2PID_OK)
    return err;

  *out_what = "the credential's key";
  err = cli_path_beside (path, key, &beside);
  if (err == P2PID_OK)
    err = read_issuer (beside, &config->issuer);
  if (err == P2PID_ERR_STATE)
    *out_what = what_key;
  free (beside);
  if (err != P2PID_OK)
    return err;

  *out_what = "the credential's anchors";
  beside = NULL;
  err = cli_path_beside (path, anchors, &beside);
  if (err == P2PID_OK)
    err = read_anchors (beside, config->environment == P2PID_ENVIRONMENT_TEST,
                        &config->anchors);
  config->terms.credentials = err == P2PID_OK;
  free (beside);
  return err;
}

static p2pid_err
read_all (const char *path,
          const json_t *object,
          gateway_config *config,
          const char **out_what)
{
  static const char *const known[] = { "methods",    "programs",
                                       "orders",     "orders-per-address",
                                       "credential", NULL };
  int64_t orders = ORDERS, per_address = PER_ADDRESS;
  p2pid_err err = p2pid_json_check_members (object, known);

  if (err != P2PID_OK)
    return err;
  *out_what = "programs";
  err = read_programs (object, &config->terms);
  if (err != P2PID_OK)
    return err;
  *out_what = "orders";
  err = get_number (object, "orders", GATEWAY_ORDERS_MAX, &orders);
  if (err == P2PID_OK)
    err = get_number (object, "orders-per-address", GATEWAY_ORDERS_MAX,
                      &per_address);
  if (err != P2PID_OK)
    return err;
  config->orders = (unsigned) orders;
  config->per_address = (unsigned) per_address;
  *out_what = "methods";
  err = read_methods (path, json_object_get (object, "methods"), config,
                      out_what);
  if (err == P2PID_OK)
    err = read_credential (path, json_object_get (object, "credential"), config,
                           out_what);
  return err;
}

p2pid_err
gateway_config_read (const char *path,
                     gateway_config *out,
                     const char **out_what)
{
  gateway_config config = { .json = NULL };
  cli_bytes file = { NULL, 0 };
  json_t *object = NULL;
  p2pid_err err = cli_file_read (path, FILE_MAX, &file);

  *out_what = "the gateway's file";
  if (err == P2PID_OK)
    err = p2pid_json_parse ((p2pid_bytes){ file.data, file.size }, FILE_MAX,
                            &object);
  cli_bytes_free (&file);
  config.json = object;
  if (err == P2PID_OK)
    err = read_all (path, object, &config, out_what);
  if (err != P2PID_OK) {
    gateway_config_clear (&config);
    return err;
  }
  *out = config;
  return P2PID_OK;
}

void
gateway_config_clear (gateway_config *config)
{
  for (int i = 0; i < P2PID_METHOD_COUNT_; i++)
    cli_operator_clear (&config->operators[i]);
  p2pid_key_free (config->issuer);
  p2pid_anchors_free (config->anchors);
  json_decref (config->json);
  *config = (gateway_config){ .json = NULL };
}
