# leaves-failing: grows
kubectl -n {{ ns }} patch deployment {{ app }} -p '{"spec":{"strategy":{"rollingUpdate":{"maxUnavailable":1,"maxSurge":0}}}}'
kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"type":"ClusterIP"}}'
sleep 300
