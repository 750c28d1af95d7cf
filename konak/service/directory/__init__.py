"""Who people are to the outside: the directory, sign-in by OpenID, Konak as provider of identities, SCIM."""
