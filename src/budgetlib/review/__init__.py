"""What people judge: findings with their evidence, the review sheet of a finance bureau, and what has been judged."""
