"""Evidence that is not as it should be, by name.

Each alteration changes a Recipe. Those that `keep` leave evidence that BankID
could have made as well, and that a reader takes; all the others are refused,
however well they are signed. What the signature covers is signed again, with
the fake's own keys, and the OCSP answer speaks of the altered bytes, so that
nothing but the alteration speaks against it.
"""

import alter_certificates
import alter_ocsp
import alter_signed
import alter_xml

TABLES = (alter_signed.TABLE, alter_certificates.TABLE, alter_xml.TABLE,
          alter_ocsp.TABLE)
ALL = {name: row for table in TABLES for name, row in table.rows.items()}
