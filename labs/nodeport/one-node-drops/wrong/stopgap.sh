# leaves-failing: lasting
cat > stopgap.yaml <<EOF
apiVersion: v1
kind: Pod
metadata: { name: stopgap, namespace: {{ ns }}, labels: { app: {{ app }} } }
spec:
  nodeName: ip-10-0-{{ dark }}-20.us-west-2.compute.internal
  tolerations: [{ operator: Exists }]
  containers:
    - name: api
      image: registry.k8s.io/e2e-test-images/agnhost:2.53
      args: [netexec, "--http-port={{ port }}"]
      ports: [{ name: http, containerPort: {{ port }} }]
EOF
kubectl apply -f stopgap.yaml
sleep 30
