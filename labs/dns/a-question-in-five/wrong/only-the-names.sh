# leaves-failing: growth
kubectl -n {{ ns }} patch deployment {{ noisy }} -p '{"spec":{"template":{"spec":{"dnsConfig":{"searches":null,"options":[{"name":"ndots","value":"1"}]}}}}}'
sleep 60
