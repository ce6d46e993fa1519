-- The working tables of one evaluation.
CREATE OR REPLACE TEMP TABLE broken_rule (check_id VARCHAR, detail VARCHAR);
-----
CREATE OR REPLACE TEMP TABLE operands (
    check_id VARCHAR, filing_id VARCHAR, filing_id_2 VARCHAR, instance_key VARCHAR,
    role VARCHAR, weight DECIMAL(6, 0), fact_id BIGINT
);
-----
CREATE OR REPLACE TEMP TABLE query_results (
    check_id VARCHAR, filing_id VARCHAR, filing_id_2 VARCHAR, instance_key VARCHAR, status VARCHAR,
    stated DECIMAL(28, 8), computed DECIMAL(28, 8), difference DECIMAL(28, 8), tolerance DECIMAL(28, 8), last_place DECIMAL(28, 8),
    unit VARCHAR, difference_yuan DECIMAL(20, 2), severity VARCHAR, consistency VARCHAR, detail VARCHAR,
    operands STRUCT(fact_id BIGINT, role VARCHAR, weight DECIMAL(28, 8))[]
);
