kubectl label node ip-10-0-4-20.us-west-2.compute.internal topology.kubernetes.io/zone=us-west-2a
kubectl label node ip-10-0-5-20.us-west-2.compute.internal topology.kubernetes.io/zone=us-west-2b
kubectl label node ip-10-0-6-20.us-west-2.compute.internal topology.kubernetes.io/zone=us-west-2c
sleep 5
