kubectl -n {{ ns }} patch deployment {{ app }} -p '{"spec":{"strategy":{"rollingUpdate":{"maxUnavailable":0,"maxSurge":1}}}}'
