-- What an amount rose by is no more than the amount: what it was before is not below nothing. A part that stands in a list is left out: what is said behind
-- the list may be of the whole.
SELECT filing_id, instance_key, role, 1 AS weight, fact_id
FROM (
    SELECT filing_id, 'claim=' || sentence_no || '.' || ordinal || ';' || coalesce(about, '') AS instance_key,
        unnest([{'role': 'stated', 'fact_id': fact_id}, {'role': 'term', 'fact_id': principal_id}], recursive := true)
    FROM relation
    WHERE metric = 'change' AND yuan > 0 AND direction = 1 AND principal_id IS NOT NULL AND principal_yuan >= 0 AND parent_key IS NULL
        AND base_year IS NOT NULL AND concept NOT IN ('opening_balance', 'closing_balance')
)
