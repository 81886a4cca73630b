# leaves-failing: closed
kubectl apply -f - <<EOP
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: worker-asks
  namespace: {{ ns }}
spec:
  podSelector: {matchLabels: {app: worker}}
  policyTypes: [Egress]
  egress:
  - ports:
    - {protocol: UDP, port: 53}
    - {protocol: TCP, port: 53}
EOP
kubectl -n {{ ns }} patch networkpolicy worker-to-lists --type=json -p '[{"op":"add","path":"/spec/egress/0/to/0/ipBlock/except","value":["10.0.0.0/8","172.16.0.0/12","192.168.0.0/16","169.254.0.0/16"]}]'
kubectl -n {{ ns }} patch networkpolicy worker-to-{{ queue }} --type=json -p '[{"op":"replace","path":"/spec/egress","value":[{"to":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"{{ data }}"}},"podSelector":{"matchLabels":{"app":"{{ queue }}"}}}],"ports":[{"protocol":"TCP","port":6379}]}]}]'
