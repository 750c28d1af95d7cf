"""The national registry of units (DETSİS) over SOAP, by the operations its WSDL names.

The contract of the real service is not public to us: what it offers is read from the WSDL the installation names, and
the fields of an answer are recognised by their usual names. Tried against a SOAP server of our own, never the real
one.
"""
