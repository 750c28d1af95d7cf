-- Things whose serial stands in a table that is being taken in; an array of 100,000 is bound at once, a list is not.
SELECT id FROM assets_asset WHERE serial_key <> '' AND serial_key = ANY(%(keys)s::text[])
