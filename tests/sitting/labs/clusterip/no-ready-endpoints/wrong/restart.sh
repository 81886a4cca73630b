# leaves-failing: answered
kubectl -n {{ ns }} rollout restart deployment/{{ app }}
