-- Cases in use: a merge notes the case that the target took over from the source, so that undoing it gives it back.

ALTER TABLE conversation_moves ADD COLUMN took_case_id BIGINT;
