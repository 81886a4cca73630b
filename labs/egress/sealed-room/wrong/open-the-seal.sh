# leaves-failing: closed
kubectl -n {{ ns }} delete networkpolicies --all
