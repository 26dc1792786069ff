"""What vendors list: drafts, review, the published version, deployments and references."""
