"""E-mail by SMTP. The server and the sender are settings; without them the way is off and says so."""
