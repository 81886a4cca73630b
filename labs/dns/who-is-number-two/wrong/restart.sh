# leaves-failing: members
kubectl -n {{ ns }} rollout restart statefulset {{ set }}
kubectl -n {{ ns }} rollout restart deployment desk
sleep 90
