kubectl -n {{ ns }} patch deployment {{ app }} --type=json -p '[{"op":"remove","path":"/spec/template/spec/readinessGates"}]'
kubectl -n {{ ns }} rollout status deployment/{{ app }} --timeout=5m
