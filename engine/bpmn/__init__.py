"""BPMN and DMN files: read completely, checked by named rules, refused when not run faithfully."""
