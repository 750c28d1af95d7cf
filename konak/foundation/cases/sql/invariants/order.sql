-- Lines told before their file was opened or after now, and files closed before they were opened.
SELECT c.number AS what FROM trail_entry e JOIN cases_case c ON c.number = e.subject AND c.kind = e.kind
WHERE e.at < c.opened_at OR e.at > now() + interval '5 minutes'
UNION SELECT number FROM cases_case WHERE closed_at < opened_at
