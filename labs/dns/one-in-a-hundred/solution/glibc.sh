kubectl -n {{ ns }} patch deployment {{ app }} -p '{"spec":{"template":{"spec":{"dnsConfig":{"options":[{"name":"single-request-reopen"}]}}}}}'
kubectl -n {{ ns }} rollout status deployment {{ app }} --timeout=120s
