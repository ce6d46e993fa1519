-- title: 公开件
-- grain: 一个主体一个年度一种文件的一次公开（版本）一行
SELECT
    f.filing_id, f.filing_key, d.document_name, f.document_sha256, d.source_url, f.kind, f.fiscal_year,
    f.entity_id, coalesce(f.entity_name, d.entity_hint) AS entity_name, f.entity_code, f.parent_entity_id, f.region, f.region_code, f.entity_level, f.scope,
    f.published_on, f.retrieved_at, f.revision, f.is_current, f.known_from, f.known_to, f.published_from,
    f.published_to, f.page_count, f.status, f.reason,
    d.source_id, d.listing_year
FROM dim_filing AS f
LEFT JOIN dim_document AS d ON d.document_sha256 = f.document_sha256
