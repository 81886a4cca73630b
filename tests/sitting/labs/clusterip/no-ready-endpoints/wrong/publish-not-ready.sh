# leaves-failing: answered
kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"publishNotReadyAddresses":true}}'
