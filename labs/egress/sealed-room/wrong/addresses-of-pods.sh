# leaves-failing: names
cat > /tmp/names.yaml <<EOP
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: worker-to-resolvers
  namespace: {{ ns }}
spec:
  podSelector: {matchLabels: {app: worker}}
  policyTypes: [Egress]
  egress:
  - ports:
    - {protocol: UDP, port: 53}
    - {protocol: TCP, port: 53}
    to:
EOP
for ip in $(kubectl -n kube-system get pods -l k8s-app=kube-dns -o jsonpath='{.items[*].status.podIP}'); do
  echo "    - ipBlock: {cidr: $ip/32}" >> /tmp/names.yaml
done
kubectl apply -f /tmp/names.yaml
