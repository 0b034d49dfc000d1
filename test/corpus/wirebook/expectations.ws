WS ws://localhost:8080/echo
X-Trace: 1

=== expect within 2 s
# in any order of kinds
$.user.name == "王小明"
$.items[0]['a b'] > 3
$.id exists
text contains "welcome // no comment"
/^\{.*\}$/s
{
  "type": "welcome",
  "ids": [1, 2]
}
bytes == 120
type == text
=== expect $.id matches /^\d+$/ within 500 ms
=== expect ["a"]
=== expect hex startsWith 00 ff
=== capture id = $.items[0].id
=== capture whole = text
=== expect close
