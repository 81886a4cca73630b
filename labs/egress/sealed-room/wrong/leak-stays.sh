# leaves-failing: closed
kubectl apply -f - <<EOP
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: worker-to-names
  namespace: {{ ns }}
spec:
  podSelector: {matchLabels: {app: worker}}
  policyTypes: [Egress]
  egress:
  - to:
    - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}
      podSelector: {matchLabels: {k8s-app: kube-dns}}
    ports:
    - {protocol: UDP, port: 53}
    - {protocol: TCP, port: 53}
EOP
