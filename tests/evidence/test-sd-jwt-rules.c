/* SD-JWT credentials, rule by rule: what is refused, and by what name. */

#include "credential.h"

static const struct {
  const char *what, *header;
  p2pid_err err;
} headers[] = {
  { "as it should be", HEADER, P2PID_OK },
  { "a member that nobody knows",
    "{'typ':'dc+sd-jwt','alg':'EdDSA','kid':'1'," JWK "}", P2PID_OK },
  { "no typ", "{'alg':'EdDSA'," JWK "}", P2PID_ERR_FORMAT },
  { "another typ", "{'typ':'kb+jwt','alg':'EdDSA'," JWK "}", P2PID_ERR_FORMAT },
  { "an older typ", "{'typ':'vc+sd-jwt','alg':'EdDSA'," JWK "}",
    P2PID_ERR_FORMAT },
  { "a typ that is no text", "{'typ':['dc+sd-jwt'],'alg':'EdDSA'," JWK "}",
    P2PID_ERR_FORMAT },
  { "no alg", "{'typ':'dc+sd-jwt'," JWK "}", P2PID_ERR_FORMAT },
  { "alg none", "{'typ':'dc+sd-jwt','alg':'none'," JWK "}",
    P2PID_ERR_ALGORITHM },
  { "alg in other letters", "{'typ':'dc+sd-jwt','alg':'EDDSA'," JWK "}",
    P2PID_ERR_ALGORITHM },
  { "a shared secret", "{'typ':'dc+sd-jwt','alg':'HS256'," JWK "}",
    P2PID_ERR_ALGORITHM },
  { "ES256 with an Ed25519 key", "{'typ':'dc+sd-jwt','alg':'ES256'," JWK "}",
    P2PID_ERR_ALGORITHM },
  { "crit", "{'typ':'dc+sd-jwt','alg':'EdDSA','crit':['exp'],'exp':1," JWK "}",
    P2PID_ERR_VERSION },
  { "crit of the unencoded payload",
    "{'typ':'dc+sd-jwt','alg':'EdDSA','crit':['b64'],'b64':false," JWK "}",
    P2PID_ERR_VERSION },
  { "crit of nothing there",
    "{'typ':'dc+sd-jwt','alg':'EdDSA','crit':['b64']," JWK "}",
    P2PID_ERR_FORMAT },
  { "no jwk", "{'typ':'dc+sd-jwt','alg':'EdDSA'}", P2PID_ERR_INCOMPLETE },
  { "a jwk that is no object", "{'typ':'dc+sd-jwt','alg':'EdDSA','jwk':'@I'}",
    P2PID_ERR_FORMAT },
  { "a private key",
    "{'typ':'dc+sd-jwt','alg':'EdDSA','jwk':{'kty':'OKP','crv':'Ed25519',"
    "'x':'@I','d':'@I'}}",
    P2PID_ERR_FORMAT },
  { "a key without a kind",
    "{'typ':'dc+sd-jwt','alg':'EdDSA','jwk':{'crv':'Ed25519','x':'@I'}}",
    P2PID_ERR_FORMAT },
  { "an X25519 key",
    "{'typ':'dc+sd-jwt','alg':'EdDSA','jwk':{'kty':'OKP','crv':'X25519',"
    "'x':'@I'}}",
    P2PID_ERR_ALGORITHM },
  { "an RSA key",
    "{'typ':'dc+sd-jwt','alg':'EdDSA','jwk':{'kty':'RSA','n':'AQ','e':'AQ'}}",
    P2PID_ERR_ALGORITHM },
  { "a key that is too short",
    "{'typ':'dc+sd-jwt','alg':'EdDSA','jwk':{'kty':'OKP','crv':'Ed25519',"
    "'x':'AAAA'}}",
    P2PID_ERR_FORMAT },
  { "a key without x",
    "{'typ':'dc+sd-jwt','alg':'EdDSA','jwk':{'kty':'OKP','crv':'Ed25519'}}",
    P2PID_ERR_FORMAT },
  { "another's key",
    "{'typ':'dc+sd-jwt','alg':'EdDSA','jwk':{'kty':'OKP','crv':'Ed25519',"
    "'x':'@K'}}",
    P2PID_ERR_UNTRUSTED },
};

static const struct {
  const char *what, *payload;
  p2pid_err err;
} claims[] = {
  { "as it should be", "{" NAMED "}", P2PID_OK },
  { "claims that nobody knows", "{" NAMED ",'email':1,'sub':{'a':[1]}}",
    P2PID_OK },
  { "a status, which is not asked for", "{" NAMED ",'status':{'a':1}}",
    P2PID_OK },
  { "no vct", "{" TIMES "," CNF ",'name':'Bo'}", P2PID_ERR_INCOMPLETE },
  { "another vct", "{'vct':'urn:example:1'," TIMES "," CNF ",'name':'Bo'}",
    P2PID_ERR_MISMATCH },
  { "a PID, which its holder must sign for",
    "{'vct':'urn:eudi:pid:1'," TIMES "," CNF ",'name':'Bo'}",
    P2PID_ERR_INCOMPLETE },
  { "a vct that is no text", "{'vct':1," TIMES "," CNF ",'name':'Bo'}",
    P2PID_ERR_FORMAT },
  { "an iss that is no text", "{" NAMED ",'iss':{}}", P2PID_ERR_FORMAT },
  { "no exp", "{" VCT "," CNF ",'iat':1,'name':'Bo'}", P2PID_ERR_INCOMPLETE },
  { "an exp as text", "{" VCT "," CNF ",'exp':'1795608000','name':'Bo'}",
    P2PID_ERR_FORMAT },
  { "a broken exp", "{" VCT "," CNF ",'exp':1795608000.5,'name':'Bo'}",
    P2PID_ERR_FORMAT },
  { "an exp without end", "{" VCT "," CNF ",'exp':9223372036854775807}",
    P2PID_ERR_FORMAT },
  { "a negative iat",
    "{" VCT "," CNF ",'iat':-9223372036854775808,'exp':1795608000}",
    P2PID_ERR_FORMAT },
  { "an nbf that is null", "{" NAMED ",'nbf':null}", P2PID_ERR_FORMAT },
  { "no cnf", "{" VCT "," TIMES ",'name':'Bo'}", P2PID_ERR_INCOMPLETE },
  { "a cnf without a jwk", "{" VCT "," TIMES ",'name':'Bo','cnf':{'kid':''}}",
    P2PID_ERR_INCOMPLETE },
  { "a cnf that is no object", "{" VCT "," TIMES ",'name':'Bo','cnf':'@K'}",
    P2PID_ERR_INCOMPLETE },
  { "a wallet's key",
    "{" VCT "," TIMES ",'name':'Bo','cnf':{'jwk':{'kty':'EC','crv':'P-256',"
    "'x':'@K','y':'@K'}}}",
    P2PID_ERR_ALGORITHM },
  { "half a key",
    "{" VCT "," TIMES ",'name':'Bo','cnf':{'jwk':{'kty':'OKP',"
    "'crv':'Ed25519','x':'AAAA'}}}",
    P2PID_ERR_FORMAT },
  { "no name", "{" OPEN "}", P2PID_ERR_INCOMPLETE },
  { "half a name", "{" OPEN ",'given_name':'Bo'}", P2PID_ERR_INCOMPLETE },
  { "the other half", "{" OPEN ",'family_name':'Ek'}", P2PID_ERR_INCOMPLETE },
  { "a name that is no text", "{" OPEN ",'name':17}", P2PID_ERR_FORMAT },
  { "an empty name", "{" OPEN ",'name':''}", P2PID_ERR_TEXT },
  { "a name turned round", "{" OPEN ",'name':'Bo\xe2\x80\xaekE'}",
    P2PID_ERR_TEXT },
  { "a name of two lines", "{" OPEN ",'name':'Bo\\nEk'}", P2PID_ERR_TEXT },
  { "a name with a NUL", "{" OPEN ",'name':'Bo\\u0000Ek'}", P2PID_ERR_FORMAT },
  { "a role that misleads",
    "{" NAMED ",'role':'\xe2\x81\xa6"
    "Boss'}",
    P2PID_ERR_TEXT },
  { "no day of the calendar", "{" NAMED ",'birthdate':'2001-02-29'}",
    P2PID_ERR_FORMAT },
  { "a day that is open", "{" NAMED ",'birthdate':'1950-00-00'}",
    P2PID_ERR_FORMAT },
  { "a claim twice", "{" NAMED ",'name':'Bo Ek'}", P2PID_ERR_FORMAT },
  { "no object", "['vct']", P2PID_ERR_FORMAT },
  { "nothing", "", P2PID_ERR_FORMAT },
  { "SHA-256 by name", "{" NAMED ",'_sd_alg':'sha-256'}", P2PID_OK },
  { "another hash", "{" NAMED ",'_sd_alg':'sha-512'}", P2PID_ERR_ALGORITHM },
  { "a hash that is no text", "{" NAMED ",'_sd_alg':256}", P2PID_ERR_FORMAT },
};

/* RFC 9901 §7.1, rule by rule. */
static const struct {
  const char *what, *payload;
  const char *disclosures[8];
  p2pid_err err;
} disclosed[] = {
  { "one disclosure",
    "{" OPEN ",'_sd':['@a']}",
    { "[" SALT ",'name','Bo Ek']" },
    P2PID_OK },
  { "a decoy beside it",
    "{" OPEN ",'_sd':['0000000000000000000000000000000000000000000','@a']}",
    { "[" SALT ",'name','Bo Ek']" },
    P2PID_OK },
  { "an element, a withheld one and a plain one",
    "{" NAMED ",'list':[{'...':'@a'},1,"
    "{'...':'0000000000000000000000000000000000000000000'}]}",
    { "[" SALT ",'SE']" },
    P2PID_OK },
  { "members of a disclosed object",
    "{" NAMED ",'_sd':['@a']}",
    { "[" SALT ",'address',{'_sd':['@b']}]", "[" SALT ",'country','SE']" },
    P2PID_OK },
  { "elements of a disclosed array",
    "{" NAMED ",'list':[{'...':'@a'}]}",
    { "[" SALT ",[{'...':'@b'}]]", "[" SALT ",'SE']" },
    P2PID_OK },
  { "the same name at another level",
    "{" NAMED ",'_sd':['@a']}",
    { "[" SALT ",'child',{'name':'Mia'}]" },
    P2PID_OK },

  { "a disclosure that no digest asks for",
    "{" NAMED ",'_sd':[]}",
    { "[" SALT ",'role','Boss']" },
    P2PID_ERR_FORMAT },
  { "a disclosure of a withheld one",
    "{" NAMED ",'_sd':['@a']}",
    { "[" SALT ",'address',{}]", "[" SALT ",'country','SE']" },
    P2PID_ERR_FORMAT },
  { "a disclosure twice",
    "{" OPEN ",'_sd':['@a']}",
    { "[" SALT ",'name','Bo']", "[" SALT ",'name','Bo']" },
    P2PID_ERR_FORMAT },
  { "a digest twice",
    "{" OPEN ",'_sd':['@a','@a']}",
    { "[" SALT ",'name','Bo']" },
    P2PID_ERR_FORMAT },
  { "a digest at two levels",
    "{" OPEN ",'_sd':['@a'],'x':{'_sd':['@a']}}",
    { "[" SALT ",'name','Bo']" },
    P2PID_ERR_FORMAT },
  { "a digest as member and element",
    "{" OPEN ",'_sd':['@a'],'x':[{'...':'@a'}]}",
    { "[" SALT ",'name','Bo']" },
    P2PID_ERR_FORMAT },
  { "a decoy twice",
    "{" NAMED ",'_sd':['0000000000000000000000000000000000000000000',"
    "'0000000000000000000000000000000000000000000']}",
    { NULL },
    P2PID_ERR_FORMAT },
  { "a decoy twice, once inside a disclosure",
    "{" NAMED ",'_sd':['@a','0000000000000000000000000000000000000000000']}",
    { "[" SALT ",'x',"
      "{'_sd':['0000000000000000000000000000000000000000000']}]" },
    P2PID_ERR_FORMAT },
  { "an element's disclosure for a member",
    "{" NAMED ",'_sd':['@a']}",
    { "[" SALT ",'SE']" },
    P2PID_ERR_FORMAT },
  { "a member's disclosure for an element",
    "{" NAMED ",'x':[{'...':'@a'}]}",
    { "[" SALT ",'role','Boss']" },
    P2PID_ERR_FORMAT },
  { "the name _sd",
    "{" NAMED ",'_sd':['@a']}",
    { "[" SALT ",'_sd',[]]" },
    P2PID_ERR_FORMAT },
  { "the name ...",
    "{" NAMED ",'_sd':['@a']}",
    { "[" SALT ",'...','SE']" },
    P2PID_ERR_FORMAT },
  { "a name that is there",
    "{" NAMED ",'_sd':['@a']}",
    { "[" SALT ",'name','Eva']" },
    P2PID_ERR_FORMAT },
  { "a name disclosed twice",
    "{" OPEN ",'_sd':['@a','@b']}",
    { "[" SALT ",'name','Bo']", "[" SALT ",'name','Eva']" },
    P2PID_ERR_FORMAT },
  { "a name that is there, further in",
    "{" NAMED ",'x':{'a':1,'_sd':['@a']}}",
    { "[" SALT ",'a',2]" },
    P2PID_ERR_FORMAT },
  { "... in an object",
    "{" NAMED ",'...':'@a'}",
    { "[" SALT ",'SE']" },
    P2PID_ERR_FORMAT },
  { "... in an object further in",
    "{" NAMED ",'x':{'...':'@a'}}",
    { "[" SALT ",'SE']" },
    P2PID_ERR_FORMAT },
  { "... beside something",
    "{" NAMED ",'x':[{'...':'@a','b':1}]}",
    { "[" SALT ",'SE']" },
    P2PID_ERR_FORMAT },
  { "digests that are no list",
    "{" OPEN ",'_sd':'@a'}",
    { "[" SALT ",'name','Bo']" },
    P2PID_ERR_FORMAT },
  { "a digest that is no text",
    "{" NAMED ",'_sd':[7]}",
    { NULL },
    P2PID_ERR_FORMAT },
  { "a digest that is none",
    "{" NAMED ",'_sd':['abc']}",
    { NULL },
    P2PID_ERR_FORMAT },
  { "an element's digest that is no text",
    "{" NAMED ",'x':[{'...':7}]}",
    { NULL },
    P2PID_ERR_FORMAT },
  { "_sd in a disclosed value that is no list",
    "{" NAMED ",'_sd':['@a']}",
    { "[" SALT ",'x',{'_sd':1}]" },
    P2PID_ERR_FORMAT },

  { "four elements",
    "{" NAMED ",'_sd':['@a']}",
    { "[" SALT ",'role','Boss',1]" },
    P2PID_ERR_FORMAT },
  { "one element",
    "{" NAMED ",'_sd':['@a']}",
    { "[" SALT "]" },
    P2PID_ERR_FORMAT },
  { "an object",
    "{" NAMED ",'_sd':['@a']}",
    { "{" SALT ":'role'}" },
    P2PID_ERR_FORMAT },
  { "a salt that is no text",
    "{" NAMED ",'_sd':['@a']}",
    { "[1,'role','Boss']" },
    P2PID_ERR_FORMAT },
  { "a name that is no text",
    "{" NAMED ",'_sd':['@a']}",
    { "[" SALT ",1,'Boss']" },
    P2PID_ERR_FORMAT },
  { "no JSON",
    "{" NAMED ",'_sd':['@a']}",
    { "[" SALT ",'role','Boss'" },
    P2PID_ERR_FORMAT },
  { "a member twice in a value",
    "{" NAMED ",'_sd':['@a']}",
    { "[" SALT ",'x',{'a':1,'a':2}]" },
    P2PID_ERR_FORMAT },

  { "an exp shown at will",
    "{" VCT "," CNF ",'name':'Bo','_sd':['@a']}",
    { "[" SALT ",'exp',1795608000]" },
    P2PID_ERR_FORMAT },
  { "an nbf shown at will",
    "{" NAMED ",'_sd':['@a']}",
    { "[" SALT ",'nbf',1]" },
    P2PID_ERR_FORMAT },
  { "a vct shown at will",
    "{" TIMES "," CNF ",'name':'Bo','_sd':['@a']}",
    { "[" SALT ","
      "'vct','urn:p2pid:identity:1']" },
    P2PID_ERR_FORMAT },
  { "a key shown at will",
    "{" VCT "," TIMES ",'name':'Bo','_sd':['@a']}",
    { "[" SALT ",'cnf',{'jwk':{'kty':'OKP','crv':'Ed25519','x':'@K'}}]" },
    P2PID_ERR_FORMAT },
  { "a status shown at will",
    "{" NAMED ",'_sd':['@a']}",
    { "[" SALT ",'status',{}]" },
    P2PID_ERR_FORMAT },
  { "a key put together",
    "{" VCT "," TIMES ",'name':'Bo',"
    "'cnf':{'_sd':['@a']}}",
    { "[" SALT ",'jwk',{'kty':'OKP','crv':'Ed25519','x':'@K'}]" },
    P2PID_ERR_INCOMPLETE },
};

#define COUNT(array) ((int) (sizeof (array) / sizeof *(array)))

START_TEST (headers_are_read_strictly)
{
  credential_expect (headers[_i].err, headers[_i].what, headers[_i].header,
                     "{" NAMED "}", NULL);
}
END_TEST

START_TEST (claims_are_read_strictly)
{
  credential_expect (claims[_i].err, claims[_i].what, HEADER,
                     claims[_i].payload, NULL);
}
END_TEST

START_TEST (disclosures_are_accounted_for)
{
  credential_expect (disclosed[_i].err, disclosed[_i].what, HEADER,
                     disclosed[_i].payload, disclosed[_i].disclosures);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("sd-jwt-rules");
  TCase *tcase = tcase_create ("rules");

  harness_seed (1);
  tcase_add_loop_test (tcase, headers_are_read_strictly, 0, COUNT (headers));
  tcase_add_loop_test (tcase, claims_are_read_strictly, 0, COUNT (claims));
  tcase_add_loop_test (tcase, disclosures_are_accounted_for, 0,
                       COUNT (disclosed));
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
