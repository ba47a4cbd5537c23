"""Forms: form-js schemas read into frozen data, and the server's judgement of what was sent."""

from engine.forms.files import file_digests, files_in
from engine.forms.form import Form
from engine.forms.reader import read_form
from engine.forms.rights import ALL_EDIT, Rights

__all__ = ["ALL_EDIT", "Form", "Rights", "file_digests", "files_in", "read_form"]
