-- title: 文件
-- grain: 一个文件（按内容）一行
SELECT
    document_sha256, document_name, media_type, page_count, source_url, published_on,
    first_retrieved_at, last_retrieved_at, withdrawn_on, state, reason,
    size_bytes, source_id, listing_year, title, entity_hint, region, region_code
FROM dim_document
