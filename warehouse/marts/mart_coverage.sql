-- title: 公开覆盖情况
-- grain: 一个主体一个年度一种公开件（预算、决算）一行，含未公开者
-- column year: 年度
-- column coverage: published 已公开并读出，quarantined 已公开未能读出，missing 未见公开
-- column n_editions: 版次数
-- column n_documents: 文件数
-- column first_published_on: 首次公开日期
-- column last_published_on: 最近公开日期
-- column withdrawn: 现无有效版本（已撤下）
WITH years AS (
    -- Every year between the first and the last that the region has anything of, per kind.
    SELECT region, kind, unnest(generate_series(min(fiscal_year), max(fiscal_year)))::INTEGER AS year
    FROM dim_filing
    WHERE kind IN ('budget', 'final_account') AND fiscal_year IS NOT NULL AND region IS NOT NULL
    GROUP BY region, kind
),
own_years AS (
    -- Files given by hand come without a region: nobody else's years say what is missing, only the entity's own.
    SELECT entity_id, kind, unnest(generate_series(min(fiscal_year), max(fiscal_year)))::INTEGER AS year
    FROM dim_filing
    WHERE kind IN ('budget', 'final_account') AND fiscal_year IS NOT NULL AND region IS NULL
    GROUP BY entity_id, kind
),
expected AS (
    SELECT e.region, e.entity_level, e.entity_id, e.entity_name, y.kind, y.year
    FROM dim_entity AS e JOIN years AS y ON y.region = e.region
    UNION
    SELECT e.region, e.entity_level, e.entity_id, e.entity_name, y.kind, y.year
    FROM dim_entity AS e JOIN own_years AS y ON y.entity_id = e.entity_id
),
filed AS (
    SELECT
        f.entity_id, f.kind, f.fiscal_year AS year, count(DISTINCT f.filing_id) AS n_editions,
        count(DISTINCT b.document_sha256) AS n_documents, min(f.published_on) AS first_published_on,
        max(f.published_on) AS last_published_on, NOT bool_or(f.is_current) AS withdrawn,
        bool_or(f.status = 'loaded') AS is_loaded
    FROM dim_filing AS f LEFT JOIN bridge_filing_document AS b ON b.filing_id = f.filing_id
    WHERE f.entity_id IS NOT NULL
    GROUP BY f.entity_id, f.kind, f.fiscal_year
)
SELECT
    x.region, x.entity_level, x.entity_id, x.entity_name, x.kind, x.year,
    CASE WHEN f.entity_id IS NULL THEN 'missing' WHEN f.is_loaded THEN 'published' ELSE 'quarantined' END AS coverage,
    coalesce(f.n_editions, 0) AS n_editions, coalesce(f.n_documents, 0) AS n_documents,
    f.first_published_on, f.last_published_on, coalesce(f.withdrawn, false) AS withdrawn
FROM expected AS x
LEFT JOIN filed AS f ON f.entity_id = x.entity_id AND f.kind = x.kind AND f.year = x.year
UNION ALL
-- What could not be read has no year of its own: shown under the year of the publisher's list.
SELECT
    coalesce(f.region, d.region), f.entity_level, f.entity_id, coalesce(f.entity_name, d.entity_hint, d.document_name),
    f.kind, d.listing_year, 'quarantined', 1, 1, f.published_on, f.published_on, d.withdrawn_on IS NOT NULL
FROM dim_filing AS f JOIN dim_document AS d ON d.document_sha256 = f.document_sha256
WHERE f.status = 'quarantined' AND f.entity_id IS NULL
