-- All equations of a filing together: what expectations.joint_check found.
SELECT filing_id, instance_key, status, difference, tolerance, last_place, unit, difference_yuan, severity, consistency, detail, operands
FROM joint_result
