# leaves-failing: seen
# only-with: pinned
kubectl -n {{ ns }} patch deployment {{ app }} --type=json -p '[{"op":"remove","path":"/spec/template/spec/nodeSelector"}]'
kubectl -n {{ ns }} rollout status deployment/{{ app }} --timeout=10m
