# leaves-failing: enforced
kubectl -n {{ ns }} delete networkpolicy keys-shut
kubectl apply -f - <<EOP
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: keys-shut
  namespace: {{ ns }}
spec:
  podSelector: {matchLabels: {app: keys}}
  policyTypes: [Ingress, Egress]
EOP
sleep 60
