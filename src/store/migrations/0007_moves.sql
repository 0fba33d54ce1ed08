-- What a merge changed of the target too, so that undoing it puts all of it back.

ALTER TABLE conversation_moves ADD COLUMN target_before TEXT;
ALTER TABLE conversation_moves ADD COLUMN dismissals TEXT;
