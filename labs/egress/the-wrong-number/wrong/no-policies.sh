# leaves-failing: narrow
kubectl -n {{ ns }} delete networkpolicies --all
