# leaves-failing: by-name
kubectl -n {{ ns }} set env daemonset/agent TARGET=http://{{ app }}.{{ ns }}.svc.cluster.local/
kubectl -n {{ ns }} rollout status daemonset/agent --timeout=15m
