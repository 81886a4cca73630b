kubectl -n {{ ns }} patch deployment {{ noisy }} --type=json -p '[{"op":"replace","path":"/spec/template/spec/dnsConfig","value":{"options":[{"name":"ndots","value":"1"}]}}]'
kubectl -n {{ ns }} rollout status deployment {{ noisy }} --timeout=120s
