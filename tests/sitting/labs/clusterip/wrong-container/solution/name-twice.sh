kubectl -n {{ ns }} patch deployment {{ app }} --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/ports/0/name","value":"stats"}]'
kubectl -n {{ ns }} rollout status deployment/{{ app }} --timeout=5m
