kubectl -n {{ ns }} patch deployment {{ noisy }} -p '{"spec":{"template":{"spec":{"dnsConfig":{"options":[{"name":"ndots","value":"1"}]}}}}}'
kubectl -n {{ ns }} rollout status deployment {{ noisy }} --timeout=120s
