# leaves-failing: lasting
kubectl -n {{ ns }} patch deployment desk -p '{"spec":{"template":{"spec":{"hostname":"{{ desk }}","subdomain":"desk"}}}}'
kubectl -n {{ ns }} patch service desk -p '{"spec":{"publishNotReadyAddresses":true}}'
sleep 60
