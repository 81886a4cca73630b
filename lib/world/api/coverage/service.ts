import { ALL, type CoverageTable } from './classes.ts';

/** Services and what stands behind them: what the data plane compiles. */
export const SERVICE_COVERAGE: CoverageTable = {
  'core/v1.Service': { modelled: ALL },
  'core/v1.ServiceSpec': {
    modelled:
      'ports selector clusterIP clusterIPs ipFamilies ipFamilyPolicy type sessionAffinity sessionAffinityConfig externalName externalIPs externalTrafficPolicy internalTrafficPolicy loadBalancerSourceRanges publishNotReadyAddresses trafficDistribution healthCheckNodePort',
    harmless: { allocateLoadBalancerNodePorts: [true] },
    unmodelledValues: { type: ['LoadBalancer'] },
  },
  'core/v1.ServicePort': { modelled: 'name protocol port targetPort nodePort', inert: 'appProtocol' },
  'core/v1.SessionAffinityConfig': { modelled: ALL },
  'core/v1.ClientIPConfig': { modelled: ALL },
  'core/v1.ServiceStatus': { modelled: 'loadBalancer', inert: 'conditions' },
  'core/v1.LoadBalancerStatus': { modelled: ALL },
  'core/v1.LoadBalancerIngress': { modelled: 'ip hostname ipMode', inert: 'ports' },
  'core/v1.Endpoints': { modelled: ALL },
  'core/v1.EndpointSubset': { modelled: ALL },
  'core/v1.EndpointAddress': { modelled: ALL },
  'core/v1.EndpointPort': { modelled: 'name port protocol', inert: 'appProtocol' },
  'discovery/v1.EndpointSlice': { modelled: ALL },
  'discovery/v1.Endpoint': {
    modelled: 'addresses conditions hostname targetRef nodeName zone hints',
    inert: 'deprecatedTopology',
  },
  'discovery/v1.EndpointConditions': { modelled: ALL },
  'discovery/v1.EndpointHints': { modelled: ALL },
  'discovery/v1.ForZone': { modelled: ALL },
  'discovery/v1.ForNode': { modelled: ALL },
  'discovery/v1.EndpointPort': { modelled: 'name port protocol', inert: 'appProtocol' },
};
