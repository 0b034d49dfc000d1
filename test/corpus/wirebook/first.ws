ws://localhost:8080/echo

你好
