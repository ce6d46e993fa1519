-- A score and a grade in one sentence. Grades are those of the rules for budget performance management: 90 and above 优, 80 良, 60 中, below 差; A to D likewise.
WITH said AS (
    SELECT c.filing_id, c.sentence_no, min(f.fact_id) AS fact_id,
        try_cast(regexp_extract(c.sentence, '得分[^0-9，。；]{0,4}([0-9]{1,3}(?:[.][0-9]+)?)[”"]?分?[，,]', 1) AS DECIMAL(28, 8)) AS score,
        regexp_extract(c.sentence, '(?:等级|评级|级别)(?:结果)?[为是：:]*[“"]?([优良中差ABCD])[”"，。；,]', 1) AS grade
    FROM fact_claim AS c
    JOIN facts AS f ON f.src = 'claim' AND f.src_id = c.claim_id AND f.filing_id = c.filing_id
    WHERE regexp_matches(c.sentence, '得分.*(?:等级|评级|级别)')
        AND NOT regexp_matches(c.sentence, '得分.*得分|(?:等级|评级).*(?:等级|评级)')
    GROUP BY c.filing_id, c.sentence_no, c.sentence
), judged AS (
    SELECT *, CASE WHEN score >= 90 THEN '优A' WHEN score >= 80 THEN '良B' WHEN score >= 60 THEN '中C' ELSE '差D' END AS fitting
    FROM said
    WHERE score <= 100 AND grade <> ''
)
SELECT
    filing_id,
    'sentence=' || sentence_no AS instance_key,
    CASE WHEN contains(fitting, grade) THEN 'pass' ELSE 'fail' END AS status,
    format('得分 {:.2f}，等级写“{}”，按通行的评价等级应为“{}”', score::DOUBLE, grade, CASE WHEN regexp_matches(grade, '[A-D]') THEN fitting[2] ELSE fitting[1] END) AS detail,
    [{'fact_id': fact_id, 'role': 'stated', 'weight': 1}] AS operands
FROM judged
