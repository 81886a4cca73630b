# leaves-failing: quick
kubectl -n {{ ns }} patch deployment {{ app }} -p '{"spec":{"template":{"spec":{"dnsConfig":{"options":[{"name":"ndots","value":"1"}]}}}}}'
kubectl -n {{ ns }} rollout status deployment {{ app }} --timeout=120s
