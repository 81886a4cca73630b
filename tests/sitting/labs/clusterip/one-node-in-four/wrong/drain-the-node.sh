# leaves-failing: everywhere
kubectl delete node {{ lost }}
