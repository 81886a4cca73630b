kubectl -n {{ ns }} patch deployment {{ db }} --type=json -p '[{"op":"remove","path":"/spec/template/spec/containers/0/ports/0/hostPort"}]'
kubectl -n {{ ns }} rollout status deployment/{{ db }} --timeout=10m
